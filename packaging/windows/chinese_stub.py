"""What the start of setup.exe says before any language is loaded (a half-copied file, no room for temporary files): in Chinese.

NSIS has these sentences in English inside its stub; `!packhdr` hands the stub over, and each is replaced in its place.
usage: chinese_stub.py STUB
"""

import sys
from pathlib import Path

SENTENCES = {
    "Installer integrity check has failed. Common causes include\n"
    "incomplete download and damaged media. Contact the\n"
    "installer's author to obtain a new copy.\n\n"
    "More information at:\nhttp://nsis.sf.net/NSIS_Error": (
        "安装程序不完整：文件没有拷完，或者 U 盘有损坏。什么都没有装。\n请重新拷贝一份安装程序再运行。"
    ),
    "Error writing temporary file. Make sure your temp folder is valid.": (
        "临时文件夹不能写，可能是磁盘满了。什么都没有装，请腾出空间再运行。"
    ),
    "Error launching installer": "安装程序没有启动起来，请再试一次。",
    "NSIS Error": "薛城教体填报",
    "unpacking data: %d%%": "正在展开 %d%%",
    "verifying installer: %d%%": "正在检查安装程序 %d%%",
}


def in_chinese(stub: bytes) -> bytes:
    """The stub with each sentence replaced, of the same length. ValueError where NSIS has other sentences."""
    for english, chinese in SENTENCES.items():
        old = (english + "\0").encode("utf-16-le")
        new = (chinese + "\0").encode("utf-16-le")
        if old not in stub or len(new) > len(old):
            raise ValueError(f"NSIS' stub has no room for: {english.splitlines()[0]}")
        stub = stub.replace(old, new.ljust(len(old), b"\0"))
    return stub


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_bytes(in_chinese(path.read_bytes()))
