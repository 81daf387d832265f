"""Joins the frames of test/e2e/film.test.ts to the film of the README, with Pillow. Run from the root:

    LOGITSCOPE_PICTURES=1 npm run test:e2e -- film && python3 scripts/film.py
"""

import json
import pathlib

from PIL import Image

FRAMES = pathlib.Path("artifacts/film")
FILM = pathlib.Path("media/readme-film.webp")
LIMIT = 600_000

shots = json.loads((FRAMES / "frames.json").read_text())
images = [Image.open(FRAMES / shot["file"]).convert("RGB") for shot in shots]
# Without loss: text stays sharp, and what doesn't change between frames takes no room.
images[0].save(
    FILM,
    save_all=True,
    append_images=images[1:],
    duration=[shot["ms"] for shot in shots],
    loop=0,
    lossless=True,
    quality=100,
    method=4,
)
size = FILM.stat().st_size
print(f"{FILM}: {len(images)} frames, {size:,} bytes")
if size > LIMIT:
    raise SystemExit(f"{FILM} is larger than {LIMIT:,} bytes")
