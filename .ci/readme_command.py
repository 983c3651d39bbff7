"""Print the README's first or second set-up command: python3 .ci/readme_command.py 1"""

import re
import sys
from pathlib import Path

text = Path("README.md").read_text("utf-8")
blocks = re.findall(r"^```sh\n(.+?)\n```$", text, re.M | re.S)
print(blocks[int(sys.argv[1]) - 1])
