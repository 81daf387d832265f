"""A small classifier with one softmax too many: Logitscope underlines the line that pays for it."""

import torch
from torch import nn
import torch.nn.functional as F


class Classifier(nn.Module):
    def __init__(self, features=32, classes=10):
        super().__init__()
        self.hidden = nn.Linear(features, 64)
        self.head = nn.Linear(64, classes)

    def forward(self, x):
        h = F.relu(self.hidden(x))
        return F.softmax(self.head(h), dim=-1)


def train(batches, epochs=10):
    model = Classifier()
    criterion = nn.CrossEntropyLoss()  # takes logits, and takes the softmax itself
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(epochs):
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def perplexity(logits, targets):
    p = torch.softmax(logits, dim=-1)
    picked = p.gather(-1, targets.unsqueeze(-1))
    return torch.exp(-torch.log(picked + 1e-9).mean())
