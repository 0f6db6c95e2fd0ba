# SPDX-License-Identifier: Apache-2.0
# random-network.py SEED: a small detector of random layers, as a cfg.
import random
import sys


def main():
    rng = random.Random(int(sys.argv[1]))
    sections, shapes = ["[net]\nwidth=32\nheight=32\nchannels=3\n"], [(3, 96, 96)]

    def add(kind, shape, **keys):
        sections.append(f"[{kind}]\n" + "".join(f"{key}={value}\n" for key, value in keys.items()))
        shapes.append(shape)

    def convolution():
        c, h, w = shapes[-1]
        size, stride = rng.choice([1, 3, 3, 5]), 2 if h > 24 and rng.random() < 0.4 else 1
        groups = c if rng.random() < 0.2 else 1
        filters = c if groups > 1 else rng.randrange(3, 13)
        padded = size // 2
        out = [(side + 2 * padded - size) // stride + 1 for side in (h, w)]
        add("convolutional", (filters, *out), batch_normalize=rng.randrange(2), filters=filters, size=size, stride=stride, groups=groups,
            pad=1, activation=rng.choice(["leaky", "leaky", "relu", "linear", "elu", "logistic"]))

    def pool():
        c, h, w = shapes[-1]
        if h > 8 and h % 2 == 0 and rng.random() < 0.6:
            add("maxpool", (c, h // 2, w // 2), size=2, stride=2)
        else:
            add("maxpool", (c, h, w), size=3, stride=1)

    def shortcut():
        same = [i for i in range(1, len(shapes) - 1) if shapes[i] == shapes[-1]]
        if same:
            add("shortcut", shapes[-1], **{"from": rng.choice(same) - len(shapes)}, activation=rng.choice(["linear", "leaky"]))

    def route():
        fitting = [i for i in range(1, len(shapes) - 1) if shapes[i][1:] == shapes[-1][1:]]
        if fitting:
            other = rng.choice(fitting)
            add("route", (shapes[other][0] + shapes[-1][0], *shapes[-1][1:]), layers=f"-1,{other - len(shapes)}")

    def upsample():
        c, h, w = shapes[-1]
        if h <= 24:
            add("upsample", (c, 2 * h, 2 * w), stride=2)

    def reorg():
        c, h, w = shapes[-1]
        if h % 2 == 0 and h > 8 and c % 4 == 0:
            add("reorg", (4 * c, h // 2, w // 2), stride=2)

    convolution()
    while len(sections) < 13:
        rng.choice([convolution, convolution, pool, shortcut, route, upsample, reorg])()
    add("convolutional", (21, *shapes[-1][1:]), filters=21, size=1, stride=1, activation="linear")
    add("yolo", shapes[-1], mask="0,1,2", anchors="10,13, 16,30, 33,23", classes=2, num=3)
    print("\n".join(sections))


main()
