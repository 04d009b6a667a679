"""What every peer does: train when told. Reads `<steps>` lines, answers with the seconds those steps took."""

import sys
import time


def serve(step, finish=lambda: None, warm_up=30):
    """`step()` is one whole training step; `finish()` waits for whatever is still being computed."""
    for _ in range(warm_up):
        step()
    finish()
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        for _ in range(int(line)):
            step()
        finish()
        print(time.perf_counter() - began, flush=True)
