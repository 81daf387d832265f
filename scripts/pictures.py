"""Writes the pictures and the film of the README from what test/e2e/pictures.test.ts and film.test.ts have shot, with Pillow:

    LOGITSCOPE_PICTURES=1 npm run test:e2e -- pictures film && python3 scripts/pictures.py
"""

import json
import pathlib

from PIL import Image

SHOT = pathlib.Path("artifacts/pictures")
FRAMES = pathlib.Path("artifacts/film")
FILM = pathlib.Path("media/readme-film.webp")
LIMIT = 600_000
# Without loss: text stays sharp, flat colors take less than with it, and what doesn't change between frames takes no room.
LOSSLESS = {"lossless": True, "quality": 100}

for shot in sorted(SHOT.glob("*.png")):
    picture = pathlib.Path("media", f"readme-{shot.stem}.webp")
    # Chromium's own WebP of the same picture takes almost twice as much.
    Image.open(shot).convert("RGB").save(picture, method=6, **LOSSLESS)
    print(f"{picture}: {picture.stat().st_size:,} bytes")

if (FRAMES / "frames.json").exists():
    shots = json.loads((FRAMES / "frames.json").read_text())
    images = [Image.open(FRAMES / shot["file"]).convert("RGB") for shot in shots]
    images[0].save(
        FILM,
        save_all=True,
        append_images=images[1:],
        duration=[shot["ms"] for shot in shots],
        loop=0,
        method=4,
        **LOSSLESS,
    )
    size = FILM.stat().st_size
    print(f"{FILM}: {len(images)} frames, {size:,} bytes")
    if size > LIMIT:
        raise SystemExit(f"{FILM} is larger than {LIMIT:,} bytes")
