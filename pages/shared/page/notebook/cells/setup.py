"""Find diffusion_core, and let functions that you change count."""

import importlib
import sys
from pathlib import Path

# the notebook may lie in the folder of the site, or anywhere below it
for folder in (Path.cwd(), *Path.cwd().parents):
    if (folder / "diffusion_core").is_dir():
        sys.path.insert(0, str(folder))
        break


def put_to_work(function, home):
    """From now on yours runs wherever diffusion_core uses its own of this name. home: the module that it is from."""
    old = getattr(importlib.import_module(home), function.__name__)
    for module in [module for name, module in sys.modules.items() if name.startswith("diffusion_core")]:
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, function)
            elif isinstance(value, dict):
                value.update({key: function for key, one in value.items() if one is old})
