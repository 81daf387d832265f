"""Builds the examples beside this file by running them: the notebooks in a real kernel, the JSON from the
same trained model.

Needs Debian's python3-torch, -numpy, -scipy, -pandas, -matplotlib, -ipykernel and -nbclient:

    /usr/bin/python3 examples/make_examples.py

Seeds are fixed and torch runs on one thread, so a second run writes the same bytes on the same machine.
Cell ids are names, so that tests can say which output they mean.
"""

import json
import math
import os
import re
import tempfile
from pathlib import Path

# Set before torch is imported, here and in the kernel that inherits them: sums over several threads differ
# in the last digit from run to run.
os.environ.update(
    OMP_NUM_THREADS="1",
    MKL_NUM_THREADS="1",
    PYTHONHASHSEED="0",
    MPLBACKEND="module://matplotlib_inline.backend_inline",
    PYDEVD_DISABLE_FILE_VALIDATION="1",
)

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HERE = Path(__file__).resolve().parent


def markdown(cell_id, source):
    return new_markdown_cell(source.strip("\n"), id=cell_id)


def code(cell_id, source, raises=False):
    metadata = {"tags": ["raises-exception"]} if raises else {}
    return new_code_cell(source.strip("\n"), id=cell_id, metadata=metadata)


DATA = """
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(7)
classes = ["bee", "cat", "crow", "deer", "dog", "fox", "frog", "horse", "owl", "toad"]

# Each animal is a cloud of points. Some clouds overlap, as crow and owl or frog and toad do.
centres = torch.randn(10, 16) * 1.3
for one, other in [(2, 8), (6, 9), (1, 5), (4, 5)]:
    centres[other] = 0.35 * centres[other] + 0.65 * centres[one]


def sample(n):
    labels = torch.randint(10, (n,))
    return centres[labels] + torch.randn(n, 16) * 1.2, labels


train_x, train_y = sample(3000)
test_x, test_y = sample(500)
print("classes:", ", ".join(classes))
"""

TRAIN = """
model = nn.Sequential(nn.Linear(16, 48), nn.ReLU(), nn.Linear(48, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=0.01)

for step in range(301):
    loss = F.cross_entropy(model(train_x), train_y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 100 == 0:
        print(f"step {step:3d}  loss {loss.item():.4f}")

with torch.no_grad():
    accuracy = (model(test_x).argmax(1) == test_y).float().mean()
print(f"test accuracy {accuracy.item():.3f}")
"""

LOGITS = [
    markdown(
        "what-are-logits",
        """
# What do your logits say?

A classifier ends with one number per class: the **logits**. They may be negative, they do not sum to
anything, and only the differences between them matter: add 5 to every logit of a row and nothing changes.

**Softmax** turns a row into probabilities: take `exp` of each and divide by the sum.

Below, a small network learns to tell ten animals apart, and then its outputs are printed the way people print
them. Under each output that holds logits stands a strip. Click it. Nothing here has to be run again.
""",
    ),
    code("data", DATA),
    code("train", TRAIN),
    markdown("section-look", "## Logits, as they are printed"),
    code(
        "print-logits",
        """
with torch.no_grad():
    logits = model(test_x[:3])
print(logits)
""",
    ),
    code(
        "last-expression",
        """
logits = model(test_x[4:6])
logits
""",
    ),
    code(
        "logits-and-labels",
        """
labels = test_y[4:6]
print("logits:", logits, "labels:", labels)
""",
    ),
    markdown(
        "section-probabilities",
        """
## Probabilities and log-probabilities

These have been through softmax already: each row sums to 1. A second softmax would flatten them, and a loss that
expects logits could then never come near 0.
""",
    ),
    code("softmax", "F.softmax(logits, dim=-1)"),
    code("log-softmax", "F.log_softmax(logits, dim=-1)"),
    code(
        "softmax-by-hand",
        """
from scipy.special import softmax

softmax([[.1, .3, .5, .9]])
""",
    ),
    markdown(
        "section-loss",
        """
## Cross-entropy

The loss of one example is the negative logarithm of the probability its true class was given. Sure and right: near 0.
No idea among ten classes: ln 10 = 2.3026. Sure and wrong: as large as the logits are far apart.
""",
    ),
    code(
        "cross-entropy",
        """
loss = F.cross_entropy(logits, labels)
print("logits:", logits)
print("labels:", labels)
print("loss:", loss)
""",
    ),
    code(
        "cross-entropy-by-hand",
        """
logits = torch.tensor([[2, 1, .1], [.5, 2.5, .3]])
labels = torch.tensor([0, 1])
print("logits:", logits)
print("labels:", labels)
print("losses:", F.cross_entropy(logits, labels, reduction="none").numpy())
""",
    ),
    markdown(
        "why-fused",
        """
## Why one fused loss, and not softmax, then log?

Written out, the loss of a row x with label k is

$$-\\log \\frac{e^{x_k}}{\\sum_j e^{x_j}} \\;=\\; \\log \\sum_j e^{x_j} \\;-\\; x_k$$

Both sides are equal on paper. In float32 the left one is not: e¹⁰⁴ is too large and becomes `inf`, e⁻¹⁰⁴ is too small
and becomes 0, and the logarithm of 0 is `-inf`. An epsilon hides that and puts a wrong number in its place: no loss
can exceed −ln(10⁻⁹) = 20.7, and where the model is most wrong the gradient is 0, so nothing is learnt there.

The fused loss works on the right side and takes the largest logit out first. It never sees a probability.
""",
    ),
    code(
        "naive-loss",
        """
logits = torch.tensor([[104., 0., -3.]])
label = torch.tensor([1])
p = torch.softmax(logits, dim=-1)

print("logits:", logits, "label:", label)
print("exp(x) / sum(exp(x)):", torch.exp(logits) / torch.exp(logits).sum())
print("log(softmax(x)):     ", torch.log(p))
print("with epsilon 1e-9:   ", -torch.log(p[0, 1] + 1e-9).item())
print("fused cross-entropy: ", F.cross_entropy(logits, label).item())
""",
    ),
    code(
        "naive-gradient",
        """
x = logits.clone().requires_grad_()
(-torch.log(torch.softmax(x, dim=-1)[0, 1] + 1e-9)).backward()
print("gradient with epsilon:", x.grad)

x = logits.clone().requires_grad_()
F.cross_entropy(x, label).backward()
print("gradient, fused:      ", x.grad)
""",
    ),
    markdown("section-numpy", "## NumPy"),
    code(
        "numpy-last-expression",
        """
logits = model(test_x[6:9]).detach().numpy()
logits
""",
    ),
    code("numpy-print", "print(logits)"),
    markdown(
        "section-model-output",
        """
## A model's output object

The shape of what Hugging Face models return, loss included. The labels are not printed, but the loss is.
""",
    ),
    code(
        "model-output",
        """
from dataclasses import dataclass
from typing import Optional


@dataclass
class SequenceClassifierOutput:
    loss: Optional[torch.Tensor] = None
    logits: torch.Tensor = None
    hidden_states: Optional[tuple] = None
    attentions: Optional[tuple] = None


sentiment = nn.Linear(16, 2)
logits = sentiment(test_x[:2])
labels = torch.tensor([1, 0])
SequenceClassifierOutput(loss=F.cross_entropy(logits, labels), logits=logits)
""",
    ),
    markdown(
        "section-batch",
        """
## A batch

32 rows. Sort them by loss: the worst are the ones to look at.
""",
    ),
    code(
        "batch",
        """
with torch.no_grad():
    logits = model(test_x[:32])
labels = test_y[:32]
print("labels:", labels)
print("logits:", logits)
""",
    ),
    code(
        "batch-loss",
        """
print(f"loss {F.cross_entropy(logits, labels).item():.4f}")
print(f"accuracy {(logits.argmax(1) == labels).float().mean().item():.4f}")
""",
    ),
    markdown(
        "section-elided",
        """
## Too large to print

Beyond 1,000 elements torch prints the corners only. What is not printed is not known, and nothing is made up for it:
the strip says that the rows are cut and, with a live kernel, offers to fetch the whole array.
""",
    ),
    code(
        "elided",
        """
vocabulary_head = nn.Linear(16, 1000)
next_token_logits = vocabulary_head(test_x[:2])
next_token_logits
""",
    ),
    markdown(
        "section-next",
        """
## Next

- `evaluation.json` and `predictions.jsonl` hold logits and labels of the same model: select them, or put the cursor
  in them, and run **Logitscope: Compute softmax loss** from the command palette.
- `scores.py` holds arrays in source, comments and docstrings: point at one.
""",
    ),
]

ORDINARY = [
    markdown(
        "about",
        """
# Ordinary outputs

Nothing here holds logits. Every output must look exactly as it does without the extension.
""",
    ),
    code(
        "ansi-colours",
        r"""
print("\x1b[31mred\x1b[0m \x1b[1;32mbold green\x1b[0m \x1b[4;34munderlined blue\x1b[0m \x1b[7minverse\x1b[0m")
print("\x1b[38;5;208m256 colours\x1b[0m \x1b[48;2;40;90;140m\x1b[38;2;255;240;200mtrue colour\x1b[0m")
print("\x1b[3mitalic\x1b[0m \x1b[9mstruck\x1b[0m \x1b[2mdim\x1b[0m \x1b[1m\x1b[31mnested \x1b[34minside\x1b[0m plain")
""",
    ),
    code(
        "links",
        """
print("see https://example.org/docs?page=2&sort=asc#top and http://localhost:8888/tree")
print('File "train.py", line 12, in <module>')
print("src/model.py:27:5: warning: unused variable 'mask'")
print("<a href='https://example.org'>a link in HTML, shown as text</a>")
""",
    ),
    code(
        "traceback-printed",
        """
print("Traceback (most recent call last):\\n  File \\"train.py\\", line 40, in step\\n    batch = cache[key]\\nKeyError: 'missing'")
""",
    ),
    code("error", "def divide(a, b):\n    return a / b\n\n\ndivide(1, 0)", raises=True),
    code(
        "error-chained",
        """
class ConfigError(Exception):
    pass


try:
    int("twelve")
except ValueError as cause:
    raise ConfigError("epochs must be a number: <b>twelve</b>") from cause
""",
        raises=True,
    ),
    code("error-syntax", "values = (1, 2", raises=True),
    code(
        "error-in-file",
        """
exec(compile("def step(size):\\n    return 1 / size\\n", "src/train.py", "exec"))
step(0)
""",
        raises=True,
    ),
    code("error-after-output", 'print("before the error")\nraise RuntimeError("line one\\nline two")', raises=True),
    code("long-output", 'for i in range(620):\n    print(f"step {i:04d}  loss {2.3 / (1 + i / 40):.4f}  lr {0.001 * 0.99 ** i:.2e}")'),
    code("long-line", 'print("lorem ipsum dolor sit amet " * 160)'),
    code("long-last-expression", '"\\n".join(f"line {i}" for i in range(80))'),
    code("print-long-text", 'print("\\n".join(f"{i:3d} | {\'#\' * (i % 40)}" for i in range(120)))'),
    code(
        "html-table",
        """
import pandas as pd

frame = pd.DataFrame(
    {
        "city": ["Oslo", "Lima", "Pune", "Kyoto"],
        "people": [709_037, 10_092_000, 3_124_458, 1_463_723],
        "area": [454.1, 2672.3, 331.3, 827.8],
    }
)
frame
""",
    ),
    code("table-printed", "print(frame)\nprint(frame.describe())"),
    code("series", 'frame.set_index("city")["people"]'),
    code(
        "html",
        """
from IPython.display import HTML, JSON, SVG, Latex, Markdown, Math, display

HTML("<p style='color: teal'>A <b>paragraph</b> with a <a href='https://example.org'>link</a></p><ul><li>one<li>two</ul>")
""",
    ),
    code(
        "png",
        """
import matplotlib.pyplot as plt

figure, axes = plt.subplots(figsize=(3, 2), dpi=60)
axes.plot([1, 4, 9, 16, 25])
axes.set_title("squares")
plt.show()
""",
    ),
    code(
        "svg",
        """
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" rx="6" '
    'fill="teal"/><text x="14" y="26" fill="white">vector</text></svg>')
""",
    ),
    code("json", 'JSON({"name": "run-12", "tags": ["a", "b"], "nested": {"depth": 2, "ok": True, "none": None}})'),
    code("latex", 'Latex(r"$$\\int_0^1 x^2\\,dx = \\frac{1}{3}$$")'),
    code("math", 'Math(r"e^{i\\pi} + 1 = 0")'),
    code("markdown-output", 'Markdown("### A heading\\n\\n- a *list*\\n- with `code`\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |")'),
    code(
        "widget-fallback",
        """
display(
    {
        "application/vnd.jupyter.widget-view+json": {"version_major": 2, "version_minor": 0, "model_id": "0" * 32},
        "text/plain": "IntSlider(value=7, description='depth', max=10)",
    },
    raw=True,
)
""",
    ),
    code("several-displays", 'display("first")\nprint("between")\ndisplay({"k": 1})\nprint("after")\ndisplay(HTML("<i>last</i>"))'),
    code(
        "streaming",
        """
import time

for part in ["loading", " . ", " . ", " . ", "done\\n"]:
    print(part, end="", flush=True)
    time.sleep(0.05)
print("next line")
""",
    ),
    code(
        "carriage-return",
        """
for percent in range(0, 101, 20):
    print(f"\\rprogress {percent:3d}% |{'#' * (percent // 10):<10}|", end="", flush=True)
print()
""",
    ),
    code(
        "stdout-and-stderr",
        """
import sys

for i in range(3):
    print(f"out {i}", flush=True)
    time.sleep(0.2)
    print(f"train.py:{i + 1}: UserWarning: err {i}", file=sys.stderr, flush=True)
    time.sleep(0.2)
""",
    ),
    code("stderr", 'print("only on stderr", file=sys.stderr)'),
    code("integer", "42"),
    code("float", "3.141592653589793"),
    code("string", '"it\'s a <b>string</b> & more"'),
    code("boolean", "True"),
    code("bytes", 'b"\\x00\\x01raw"'),
    code("dict", '{"lr": 0.001, "epochs": 20, "optimizer": "adam", "betas": (0.9, 0.999), "nested": {"a": [1, 2]}}'),
    code("list-of-strings", '["alpha", "beta", "gamma"]'),
    code("list-of-integers", "[0, 1, 1, 2, 3, 5, 8, 13, 21]"),
    code("list-mixed", '[1, "two", None, 4.0, [5]]'),
    code("sizes", "print((32, 10), range(5), slice(1, 9, 2))"),
    code("token-ids", 'import numpy as np\n\nprint({"input_ids": np.array([101, 7592, 2088, 102]), "attention_mask": [1, 1, 1, 1]})'),
    code("integer-matrix", "np.arange(12).reshape(3, 4)"),
    code("torch-size", "import torch\n\nprint(torch.Size([32, 10]), torch.float32, torch.device('cpu'))\ntorch.nn.Linear(16, 10)"),
    code("timestamps", 'print("[2024-05-01 12:00:03] [INFO] epoch [1/20] batch [100/938] 12.5 it/s")\nprint("[2024-05-01 12:00:09] [WARN] retry [2]")'),
    code("report", 'print("              precision    recall  f1-score   support\\n\\n           0       0.91      0.88      0.89        50\\n           1       0.87      0.90      0.88        48\\n\\n    accuracy                           0.89        98")'),
    code("complex-numbers", "[1 + 2j, 3 - 1j]"),
    code("object", "class Run:\n    def __repr__(self):\n        return '<Run id=12 state=[done]>'\n\n\nRun()"),
    code("unicode", 'print("åéîøü ß Ω ≈ ∑ ∫ → 漢字 かな 한국어 العربية עברית हिन्दी 🐝🦉 👩\u200d🔬 e\u0301 │┌─┐│ \\ttab")'),
    code("blank-lines", 'print("a\\n\\n\\nb\\n")'),
    code("whitespace", 'print("   indented\\ttabbed   trailing   ")'),
    code("empty-line", "print()"),
    code("empty-string", 'print("", end="")'),
    code("none", "None"),
    code("no-output", "x = 1"),
]

def merge_streams(outputs):
    """One output per run of prints to the same stream, as notebook editors save them."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and last.output_type == output.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def write_notebook(name, cells):
    notebook = new_notebook(cells=cells)
    with tempfile.TemporaryDirectory() as empty:
        NotebookClient(
            notebook, kernel_name="python3", timeout=300, record_timing=False, resources={"metadata": {"path": empty}}
        ).execute()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("tags", None)
        cell.outputs = merge_streams(cell.outputs)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    }
    nbformat.validate(notebook)
    text = nbformat.writes(notebook)
    for path in re.findall(r"/(?:tmp|home|root|Users)/[^\s\"']*|\b0x[0-9a-f]{6,}", text):
        raise SystemExit(f"{name}: output holds a machine path or address: {path}")
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def write_records():
    """The test set's logits and labels, rounded to 5 decimals: 24 records as JSON, the next 64 as JSON Lines."""
    scope = {"print": lambda *_: None}
    exec(DATA, scope)
    exec(TRAIN, scope)
    torch, model, classes = scope["torch"], scope["model"], scope["classes"]
    with torch.no_grad():
        logits = model(scope["test_x"])
    labels = scope["test_y"]
    record = lambda i: {"id": i, "logits": [round(x, 5) for x in logits[i].tolist()], "label": labels[i].item()}

    loss = torch.nn.functional.cross_entropy(logits[:24].double(), labels[:24]).item()
    head = {
        "model": "animals-mlp",
        "id2label": {str(i): name for i, name in enumerate(classes)},
        "loss": round(loss, 5),
    }
    records = ",\n".join("    " + json.dumps(record(i)) for i in range(24))
    text = json.dumps(head, indent=2)[:-2] + ',\n  "records": [\n' + records + "\n  ]\n}\n"
    json.loads(text)
    (HERE / "evaluation.json").write_text(text)
    (HERE / "predictions.jsonl").write_text("".join(json.dumps(record(i)) + "\n" for i in range(24, 88)))
    picked = logits[24:88].argmax(1) == labels[24:88]
    print(f"predictions.jsonl: {picked.sum().item()} of 64 right; evaluation.json: loss {loss:.5f}")


# Each token with the weights of what a model might have said there instead; the rest of the vocabulary has weight 1.
ANSWER = [
    ("The", {"The": 60, "Paris": 25, "France": 6, "It": 4}),
    (" capital", {" capital": 90, " city": 4, " largest": 3}),
    (" of", {" of": 97, " and": 1, " is": 1}),
    (" France", {" France": 98, " the": 1}),
    (" is", {" is": 95, " was": 2, ",": 1}),
    (" Paris", {" Paris": 96, " called": 1, " the": 1}),
    (",", {".": 55, ",": 40, " (": 2}),
    (" a", {" a": 30, " which": 28, " the": 20, " and": 9}),
    (" city", {" city": 75, " metropolis": 10, " place": 3}),
    (" of", {" of": 40, " on": 22, " with": 20, " that": 9, " known": 4}),
    (" about", {" about": 35, " over": 30, " two": 12, " around": 11, " light": 4}),
    (" two", {" two": 62, " ": 20, " 2": 9, " eleven": 3}),
    (" million", {" million": 96, " hundred": 1}),
    (" clock", {" people": 70, " inhabitants": 22, " residents": 5}),
    ("makers", {"s": 60, "makers": 14, " towers": 8, "-": 4}),
    (" on", {" on": 30, ".": 26, " and": 18, " in": 9}),
    (" the", {" the": 92, " both": 4}),
    (" Seine", {" Seine": 88, " banks": 8, " river": 1}),
    (".", {".": 86, " river": 6, ",": 5}),
    (" Caf", {"<|end|>": 40, " It": 25, " The": 12, " Caf": 1}),
    ("\u00e9s", {"\u00e9s": 91, "\u00e9": 7}),
    (" close", {" are": 30, " line": 18, " close": 6, " open": 5, " there": 4}),
    (" at", {" at": 60, " late": 20, " early": 12}),
    (" two", {" midnight": 30, " ten": 14, " two": 9, " eleven": 8, " night": 8}),
    (".", {".": 90, " in": 5, ",": 2}),
]


def write_response():
    """A chat completion as OpenAI's API returns it, with three alternatives each; the weights are invented."""

    def entry(token, weight, total):
        return {"token": token, "logprob": round(math.log(weight / total), 8), "bytes": list(token.encode())}

    content = []
    for token, weights in ANSWER:
        total = sum(weights.values()) + 1
        ranked = sorted(weights.items(), key=lambda item: -item[1])[:3]
        content.append({
            **entry(token, weights.get(token, 1e-4), total),
            "top_logprobs": [entry(text, weight, total) for text, weight in ranked],
        })
    text = "".join(token for token, _ in ANSWER)
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text},
        "logprobs": {"content": content, "refusal": None},
        "finish_reason": "stop",
    }
    response = {"id": "example", "object": "chat.completion", "model": "an-example", "choices": [choice]}
    lines = json.dumps(response, ensure_ascii=False).replace('{"token"', '\n  {"token"')
    (HERE / "response.json").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_response()
    write_notebook("logits.ipynb", LOGITS)
    write_notebook("ordinary.ipynb", ORDINARY)
    write_records()
