"""
Measures the kernel-side file on a device: whether figures and bytes of tensors there are right, and what computing where
they are takes beside copying them first. Prints Markdown. Needs Python with torch and the built file:

    node scripts/build.mjs && python3 test/live/cuda_check.py dist [--device cuda] [--rows 1000000]

Right values are float64 on the CPU: torch's own log_softmax of the same numbers.
"""
import argparse
import base64
import ctypes
import json
import math
import sys
import time

import torch

parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
parser.add_argument("folder", help="of logitscope_kernel.py")
parser.add_argument("--device", default="cuda")
parser.add_argument("--rows", type=int, default=1_000_000, help="of 1,000 classes, for the timing")
parser.add_argument("--seconds", type=float, default=110, help="after which no further timing begins")
options = parser.parse_args()
sys.path.insert(0, options.folder)
import logitscope_kernel as k

device = torch.device(options.device)
begun = time.perf_counter()


def wait():
    if device.type == "cuda":
        torch.cuda.synchronize()


def ask(op, x, **request):
    """The answer to one request, as the extension gets it."""
    sent = []
    k.answer(json.dumps(dict(request, op=op, name="x")), lambda mime, text: sent.append(text), {"x": x})
    reply = json.loads(sent[0])
    if "error" in reply:
        raise SystemExit("%s: %s" % (op, reply["error"]))
    return reply["result"], sent[1:]


def bits(tensor):
    """Its bytes, row-major, taken by torch alone."""
    t = tensor.detach().to("cpu").clone(memory_format=torch.contiguous_format).contiguous()
    size = t.numel() * t.element_size()
    return ctypes.string_at(t.data_ptr(), size) if size else b""


def number(value):
    return float(value) if isinstance(value, str) else value


def reference(tensor, labels, temperature):
    rows = tensor.detach().to("cpu").to(torch.float64).reshape(-1, tensor.shape[-1])
    log = torch.log_softmax(rows / temperature, dim=1)
    p = log.exp()
    entropy = -(p * log.clamp_min(-1e300)).sum(dim=1)
    loss = -log.gather(1, labels[:, None])[:, 0]
    return {"probability": p.amax(dim=1), "entropy": entropy, "loss": loss}


def largest_error(got, right):
    """Of a column, relative to max(1, right value)."""
    worst = 0.0
    for a, b in zip(got, right.tolist()):
        a = number(a)
        if math.isfinite(b):
            worst = max(worst, abs(a - b) / max(1.0, abs(b))) if a == a else math.inf
    return worst


def made(dtype, *shape):
    return (torch.randn(*shape, device=device, dtype=torch.float32) * 4).to(dtype)


def grad():
    x = made(torch.float32, 64, 300).requires_grad_(True)
    return x @ made(torch.float32, 300, 40)


def masked():
    x = made(torch.float32, 100, 50)
    x[:, 10:20] = -math.inf
    return x


def changed_in_place():
    """Whether figures follow a change that torch does not count."""
    x = made(torch.float32, 50, 20)
    labels = [0] * 50
    first = ask("batch", x, labels=labels)[0]["reduced"]
    x.data.mul_(2)
    second = ask("batch", x, labels=labels)[0]["reduced"]
    right = reference(x, torch.zeros(50, dtype=torch.int64), 1.0)["loss"].mean().item()
    return first != second and abs(second - right) < 1e-9 * max(1, abs(right))


CASES = {
    "float16": lambda: made(torch.float16, 200, 1000),
    "bfloat16": lambda: made(torch.bfloat16, 200, 1000),
    "float32": lambda: made(torch.float32, 200, 1000),
    "float64": lambda: made(torch.float64, 200, 1000),
    "float32, 128,256 classes": lambda: made(torch.float32, 8, 128_256),
    "bfloat16, 4 × 128 × 32,000": lambda: made(torch.bfloat16, 4, 128, 32_000),
    "transposed": lambda: made(torch.float32, 300, 70).t(),
    "permuted, 3 axes": lambda: made(torch.float16, 20, 30, 40).permute(2, 0, 1),
    "every third row, reversed classes by index": lambda: made(torch.float32, 90, 64)[::3, torch.arange(63, -1, -1)],
    "a slice of columns": lambda: made(torch.bfloat16, 100, 500)[:, 100:200],
    "expanded": lambda: made(torch.float32, 1, 77).expand(33, 77),
    "requires_grad, with a grad_fn": grad,
    "a Parameter": lambda: torch.nn.Parameter(made(torch.float32, 30, 30)),
    "one row": lambda: made(torch.float32, 1000),
    "masked classes": masked,
    "large logits": lambda: made(torch.float32, 50, 50) * 1e4,
    "in inference mode": lambda: inference(),
}


def inference():
    with torch.inference_mode():
        return made(torch.float32, 40, 40) + 1


def check(name, x):
    labels = (torch.arange(max(1, x.numel() // x.shape[-1])) * 7) % x.shape[-1]
    described, _ = ask("describe", x)
    _, parts = ask("fetch", x, limit=1 << 40)
    same = b"".join(base64.b64decode(part) for part in parts) == bits(x)
    errors = []
    for temperature in (1.0, 1.7):
        right = reference(x, labels, temperature)
        settings = {"temperature": temperature}
        page, _ = ask("page", x, settings=settings, labels=labels.tolist(), **{"from": 0, "count": 1 << 20})
        errors += [largest_error(page[key], right[key]) for key in ("probability", "entropy", "loss")]
        row, _ = ask("row", x, settings=settings, labels=labels.tolist(), row=0, k=5)
        errors.append(largest_error([row["loss"]], right["loss"][:1]))
        batch, _ = ask("batch", x, settings=settings, labels=labels.tolist())
        errors.append(largest_error([batch["reduced"]], right["loss"].mean()[None]))
    print("| %s | %s | %s | %s | %.1e |" % (name, "×".join(map(str, x.shape)), described["header"]["dtype"], "yes" if same else "**no**", max(errors)))
    return same and max(errors) < 1e-9


def printed(x):
    """The corners of what torch prints of a matrix, as the extension sends them."""
    rows, columns = x.shape
    at = [(i, j) for i in (0, 1, 2, -3, -2, -1) for j in (0, 1, 2, -3, -2, -1)]
    texts = ["%.4f" % x[i, j].item() for i, j in at]
    return {"texts": texts, "at": at, "shape": [rows, columns], "dtype": None, "container": "torch"}


def located(shown, code, names):
    """What the kernel says of an array that a cell printed."""
    sent = []
    asked = {"op": "locate", "printed": printed(shown), "codes": [code], "count": None}
    k.answer(json.dumps(asked), lambda mime, text: sent.append(text), names)
    return json.loads(sent[0]).get("result")


def identities():
    """Questions about which array was printed, with the right answers."""
    a, b = made(torch.float32, 40, 30), made(torch.float32, 40, 30)
    middle = a.clone()
    middle[20, 15] += 1
    there, here = [made(torch.float32, 1, 30) for _ in range(3)], [torch.randn(1, 30) for _ in range(2)]
    scores = there + here
    whole = b"".join(base64.b64decode(part) for part in ask("fetch", scores, limit=1 << 30)[1])
    yield "another variable under a label", located(b, 'print("a", b)', {"a": a, "b": b}) == {"status": "same", "path": "b"}
    yield "in a dict", located(b, 'print(out["b"])', {"a": a, "out": {"b": b}}) == {"status": "same", "path": 'out["b"]'}
    yield "equal at the corners only", located(a, "print(a)", {"middle": middle, "a": a}) == {"status": "same", "path": "a"}
    changed = located(a, "print(a)", {"a": a + 1})
    yield "changed since", (changed["status"], changed["path"]) == ("changed", "a")
    yield "unkept", located(a * 2, "print(f(a))", {"a": a})["status"] == "unkept"
    yield "of two, the copy on the CPU", located(a, "print(c)", {"a": a, "c": a.cpu()}) == {"status": "same", "path": "c"}
    yield "steps that lie on two devices", whole == b"".join(bits(one) for one in scores)


def timed(work, times=3):
    best = math.inf
    for _ in range(times):
        k._computed.clear()
        wait()
        start = time.perf_counter()
        result = work()
        wait()
        best = min(best, time.perf_counter() - start)
        if time.perf_counter() - begun > options.seconds:
            break
    return best, result


def memory():
    return torch.cuda.max_memory_allocated() if device.type == "cuda" else 0


def timings(dtype, rows, classes):
    x = made(dtype, rows, classes)
    labels = torch.arange(rows) % classes
    listed = labels.tolist()
    settings = {"temperature": 1}
    array = k.adapt(x)
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    before = memory()
    there, columns = timed(lambda: k.columns(array, settings, listed), 2)
    more = memory() - before
    # The same, torch's own functions in one go on the device: what cannot be beaten by much.
    size = x.numel() * x.element_size()
    plain = math.nan
    if device.type == "cpu" or torch.cuda.mem_get_info()[0] > 14 * x.numel():

        def at_once():
            log = torch.log_softmax(x.to(torch.float32), dim=1)
            return -log.gather(1, labels.to(device)[:, None]).mean(), -(log.exp() * log).sum(dim=1).mean()

        plain, _ = timed(at_once, 2)
    page, _ = timed(lambda: ask("page", x, settings=settings, **{"from": rows - 32, "count": 32}))
    batch, _ = timed(lambda: ask("batch", x, settings=settings, labels=listed), 2)
    copied, host = timed(lambda: array.host(), 1)
    del host
    stamp, _ = timed(lambda: array.stamp(), 1)
    text = "| %s × %s %s, %.1f GB | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %d |"
    print(text % (f"{rows:,}", f"{classes:,}", str(dtype).split(".")[1], size / 1e9, page, there, batch, copied, stamp, plain, more / 1e6))
    sample = slice(0, 1000)
    right = reference(x[sample], labels[sample], 1.0)
    return max(largest_error(columns[key][sample], right[key]) for key in ("probability", "entropy", "loss"))


torch.manual_seed(0)
name = torch.cuda.get_device_name() if device.type == "cuda" else device.type
print("Device: %s. torch %s, Python %s.\n" % (name, torch.__version__, sys.version.split()[0]))
print("| tensor | shape | dtype | bytes equal | largest error of a figure |")
print("| --- | --- | --- | --- | --- |")
wrong = [case for case, make in CASES.items() if not check(case, make())]
followed = changed_in_place()
mistaken = [question for question, right in identities() if not right]
print("\nWhich array was printed, asked where it lies: %s." % ("all right" if not mistaken else "**wrong: %s**" % ", ".join(mistaken)))
print("\nWrong: %s. Figures follow a change through `.data`: %s.\n" % (", ".join(wrong) or "none", "yes" if followed else "**no**"))

print("Seconds; memory is what computing took on the device besides the array, in MB.\n")
print("| array | a page of 32 rows | columns of all rows, labelled | and the batch's figures | copying it to the CPU | telling a change | plain torch: loss and entropy | memory |")
print("| --- | --- | --- | --- | --- | --- | --- | --- |")
kept = {name: getattr(k, name) for name in ("BUSY", "CACHED")}
errors = []
for dtype, rows, classes in (
    (torch.float32, options.rows, 1000),
    (torch.bfloat16, options.rows, 1000),
    (torch.bfloat16, options.rows // 125, 128_256),
):
    if time.perf_counter() - begun < options.seconds:
        errors.append(timings(dtype, rows, classes))
        if device.type == "cuda":
            torch.cuda.empty_cache()
print("\nLargest error of their first 1,000 rows: %.1e.\n" % max(errors))

print("Columns of all rows by the elements computed at once, float32, seconds:\n")
x = k.adapt(made(torch.float32, options.rows, 1000))
for power in (19, 21, 22, 23, 24, 25):
    if time.perf_counter() - begun < options.seconds:
        k.BUSY = k.CACHED = 1 << power
        print("- 2^%d: %.3f" % (power, timed(lambda: k.columns(x, {"temperature": 1}), 1)[0]))
for name, value in kept.items():
    setattr(k, name, value)

if device.type == "cuda" and torch.cuda.device_count() > 1:
    other = made(torch.float32, 100, 100).to("cuda:1")
    print("\nOn a second device: %s." % ("right" if check("cuda:1", other) else "**wrong**"))
print("\n%.0f s in all." % (time.perf_counter() - begun))
sys.exit(1 if wrong or mistaken or not followed or max(errors) > 1e-9 else 0)
