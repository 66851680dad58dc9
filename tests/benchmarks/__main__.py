"""Runs every benchmark in turn: `make bench`."""

import importlib
import pkgutil

import tests.benchmarks as package

if __name__ == "__main__":
    for module in sorted(one.name for one in pkgutil.iter_modules(package.__path__)):
        if not module.startswith("_"):
            print(f"== {module}")
            importlib.import_module(f"tests.benchmarks.{module}").main()
