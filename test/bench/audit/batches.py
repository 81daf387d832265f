"""Writes batches whose loss torch computed under random options, one JSON object a line:
{ option, text, plain }: the text as a notebook prints it, and whether the plain mean is what was printed.

Usage: batches.py COUNT SEED
"""
import json
import math
import random
import sys

import torch
import torch.nn.functional as F

count, seed = int(sys.argv[1]), int(sys.argv[2])
random.seed(seed)
torch.manual_seed(seed)
torch.set_printoptions(threshold=100_000, linewidth=200)

DTYPES = [torch.float32, torch.float32, torch.float64, torch.bfloat16, torch.float16]
UNITS = {torch.bfloat16: 2.0**-7, torch.float16: 2.0**-10}


def smoothed_among_others(x, y, epsilon):
    log_p = F.log_softmax(x, -1)
    classes = x.shape[-1]
    q = torch.full_like(log_p, epsilon / (classes - 1)).scatter_(-1, y[:, None], 1 - epsilon)
    return -(q * log_p).sum(-1).mean()


def clipped(x, y, bound):
    return -F.softmax(x, -1).gather(-1, y[:, None]).clamp(bound, 1 - bound).log().mean()


def batch():
    """One batch: its option, logits, lines printed beside them, the loss, and the plain mean in float64."""
    rows = random.choice([2, 3, 4, 6, 8, 16, 32])
    classes = random.choice([2, 3, 4, 5, 10])
    dtype = random.choice(DTYPES)
    x = (torch.randn(rows, classes) * random.choice([0.5, 1, 2, 4])).to(dtype)
    y = torch.randint(classes, (rows,))
    if random.random() < 0.6:
        fit = torch.rand(rows) < 0.7
        y[fit] = x.float().argmax(-1)[fit]
    exact = x.double()
    plain = F.cross_entropy(exact, y)
    beside = []
    labels = y
    option = random.choice(OPTIONS)
    match option:
        case 'mean':
            loss = plain
        case 'sum':
            loss = F.cross_entropy(exact, y, reduction='sum')
        case 'weights':
            w = torch.tensor([random.choice([0.5, 1.0, 2.0, 3.0, 5.0]) for _ in range(classes)])
            loss = F.cross_entropy(exact, y, weight=w.double())
            beside = [f'class weights: {w}']
        case 'weights and smoothing':
            w = torch.tensor([random.choice([0.5, 1.0, 2.0, 3.0, 5.0]) for _ in range(classes)])
            loss = F.cross_entropy(exact, y, weight=w.double(), label_smoothing=random.choice([0.05, 0.1, 0.2]))
            beside = [f'class weights: {w}']
        case 'weights summed':
            w = torch.tensor([random.choice([0.5, 1.0, 2.0, 3.0, 5.0]) for _ in range(classes)])
            loss = F.cross_entropy(exact, y, weight=w.double(), reduction='sum')
            beside = [f'class_weights = {w.tolist()}']
        case 'positive weights':
            z = (torch.rand(rows, classes) < 0.4).float()
            labels = z
            w = torch.tensor([random.choice([1.0, 2.0, 3.0, 5.0]) for _ in range(classes)])
            # Weights that weigh nothing leave the plain loss.
            z[0, 0], w[0] = 1, 2
            loss = F.binary_cross_entropy_with_logits(exact, z.double(), pos_weight=w.double())
            plain = -(z.double() * F.log_softmax(exact, -1)).sum(-1).mean()
            beside = [f'pos_weight: {w}']
        case 'probabilities':
            x = F.softmax(exact, -1).to(torch.float32)
            loss = plain
        case 'bare':
            loss = plain
        case 'smoothing':
            loss = F.cross_entropy(exact, y, label_smoothing=random.choice([0.05, 0.1, 0.2]))
        case 'smoothing among others':
            loss = smoothed_among_others(exact, y, random.choice([0.05, 0.1, 0.2]))
        case 'ignored':
            index = random.choice([-100, -1, 255, classes])
            labels = y.clone()
            labels[random.randrange(rows)] = index
            loss = F.cross_entropy(exact, labels, ignore_index=index)
            plain = loss
        case 'sigmoid':
            z = (torch.rand(rows, classes) < 0.4).float()
            labels = z if random.random() < 0.5 else z.long()
            loss = F.binary_cross_entropy_with_logits(exact, z.double())
            plain = -(z.double() * F.log_softmax(exact, -1)).sum(-1).mean()
        case 'one-hot':
            labels = F.one_hot(y, classes).to(random.choice([torch.float32, torch.int64]))
            loss = plain
        case 'double softmax':
            loss = F.cross_entropy(F.softmax(exact, -1), y)
        case 'epsilon':
            epsilon = random.choice([1e-12, 1e-10, 1e-9, 1e-8, 1e-7])
            x[0, y[0]] -= random.choice([60, 80])
            exact = x.double()
            plain = F.cross_entropy(exact, y)
            loss = -(F.softmax(exact, -1).gather(-1, y[:, None]) + epsilon).log().mean()
        case 'clipping':
            x[0, y[0]] -= random.choice([60, 80])
            exact = x.double()
            plain = F.cross_entropy(exact, y)
            loss = clipped(exact, y, random.choice([1e-7, 1e-15]))
        case 'bits':
            loss = plain / math.log(2)
        case 'base 10':
            loss = plain / math.log(10)
        case 'none':
            loss = plain + random.choice([-1, 1]) * (0.2 + torch.rand(())) * (0.5 + plain)
    return option, x, labels, beside, loss, plain


def unit(value, dtype, decimals):
    """What print and type leave open of a value, twice over."""
    step = abs(value) * UNITS.get(dtype, 1e-6)
    return 2 * (step + 10.0**-decimals)


def printed(name, loss, dtype):
    """The loss as people print it, with its decimals."""
    held = loss.to(dtype)
    forms = [(f'{name}: {held}', 4), (f'{name} = {held.item():.4f}', 4), (f'{name}: {held.item():.6f}', 6), (f'{name}: {held.item()}', 12)]
    return random.choice(forms)


def text():
    option, x, labels, beside, loss, plain = batch()
    dtype = random.choice([x.dtype, torch.float32])
    line, decimals = printed(random.choice(['loss', 'test_loss', 'Loss']), loss, dtype)
    array = x if random.random() < 0.7 else (x.float().numpy() if x.dtype != torch.float64 else x.numpy())
    if not math.isfinite(loss) or abs(loss - plain) <= unit(float(plain), dtype, min(decimals, 4)) + 4e-4 and option not in SAME:
        return text()
    values = 'probs' if option == 'probabilities' else 'logits'
    target = random.choice(['labels', 'target', 'y_true'])
    if option == 'bare':
        source = f'loss = criterion({values}, {target})\nprint({values})\nprint({target})\nprint(loss)'
        return {'option': option, 'source': source, 'text': f'{array}\n{labels}\n{loss.to(dtype)}'}
    lines = [f'{values}: {array}', f'{target}: {labels}', *beside, line]
    return {'option': option, 'text': '\n'.join(lines)}


SAME = ['mean', 'ignored', 'one-hot', 'probabilities', 'bare']
OPTIONS = ['mean', 'mean', 'sum', 'weights', 'smoothing', 'smoothing among others', 'ignored', 'sigmoid', 'one-hot',
           'weights and smoothing', 'weights summed', 'positive weights', 'probabilities', 'bare',
           'double softmax', 'epsilon', 'clipping', 'bits', 'base 10', 'none']
for _ in range(count):
    print(json.dumps(text()))
