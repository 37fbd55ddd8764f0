#!/usr/bin/env bash
# Pack the frozen Linux program: build/linux/dist/XCEdu becomes dist/xcedu_<version>_amd64.deb. Needs SOURCE_DATE_EPOCH.
# usage: deb.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
root=build/linux/deb
rm -rf "$root"
mkdir -p "$root"/{DEBIAN,opt/xcedu,usr/bin,usr/share/applications,usr/share/icons/hicolor/{scalable,256x256}/apps} \
    "$root"/usr/share/{mime/packages,doc/xcedu}
cp -r build/linux/dist/XCEdu/. "$root/opt/xcedu"
ln -s /opt/xcedu/xcedu "$root/usr/bin/xcedu"
cp resources/icon.svg "$root/usr/share/icons/hicolor/scalable/apps/xcedu.svg"
cp resources/icon.png "$root/usr/share/icons/hicolor/256x256/apps/xcedu.png"
cp packaging/linux/xcedu.desktop "$root/usr/share/applications/"
cp packaging/linux/xcedu.xml "$root/usr/share/mime/packages/"
ln -s /opt/xcedu/_internal/licences "$root/usr/share/doc/xcedu/licences"
depends=$(awk '$1 == "run" && $2 !~ /^fonts/ { print $2 }' packaging/debian-packages.txt | paste -sd, | sed 's/,/, /g')
# The oldest glibc whose symbols are used: a desk with an older one gets dpkg's own refusal, not a program that does not start.
glibc=$(find "$root/opt/xcedu" -type f \( -name '*.so*' -o -name xcedu \) -exec objdump -T {} + 2>/dev/null |
    grep -oE 'GLIBC_2\.[0-9]+' | sort -Vu | tail -n 1)
cat >"$root/DEBIAN/control" <<END
Package: xcedu
Version: $version
Architecture: amd64
Maintainer: 薛城区电教站
Section: education
Priority: optional
Installed-Size: $(du -sk --apparent-size "$root/opt" | cut -f1)
Depends: libc6 (>= ${glibc#GLIBC_}), $depends
Recommends: fonts-noto-cjk
Description: 薛城教体填报
 学校填报员每月使用的程序：课后服务、配餐人数、取暖设备，校验后导出一个工作簿交区教体局。不联网也能用。
END
cp packaging/linux/postinst "$root/DEBIAN/postinst"
cp packaging/linux/postinst "$root/DEBIAN/postrm"
chmod 755 "$root"/DEBIAN/post*
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mkdir -p dist
dpkg-deb --root-owner-group -Zxz --build "$root" "dist/xcedu_${version}_amd64.deb" >/dev/null
