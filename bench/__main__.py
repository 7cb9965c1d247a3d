"""`python -m bench` lists the benches; `python -m bench NAME …` runs one with its own options, `all` every one."""

import ast
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def benches() -> dict[str, str]:
    """Every bench by its name, with the first sentence of its docstring."""
    found = [*HERE.glob("[!_]*.py"), *HERE.glob("*/__main__.py")]
    names = {path.parent.name if path.name == "__main__.py" else path.stem: path for path in found}
    return {name: about(path) for name, path in sorted(names.items())}


def about(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n\n")[0].replace("\n", " ")


def main(words: list[str]) -> int:
    known = benches()
    if not words or words[0] in {"-h", "--help"}:
        lines = [(__doc__ or "").replace("`", ""), *(f"  {name:16} {told}" for name, told in known.items())]
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    chosen, options = (list(known), []) if words[0] == "all" else (words[:1], words[1:])
    if unknown := [name for name in chosen if name not in known]:
        sys.exit(f"There is no bench {unknown[0]}: {', '.join(known)}, or all.")
    codes = [subprocess.run([sys.executable, "-m", f"bench.{name}", *options]).returncode for name in chosen]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
