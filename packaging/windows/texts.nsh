; What the installer says, in its two languages.
!macro Text NAME CHINESE ENGLISH
    LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
    LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
!macroend
!define Text "!insertmacro Text"

${Text} Program "薛城教体填报" "XCEdu Desktop"
${Text} OldWindows "这台电脑的 Windows 太旧：需要 64 位的 Windows 10（1809 以后）或 Windows 11。什么都没有装。" \
    "This Windows is too old: 64-bit Windows 10 (1809 or later) or Windows 11 is needed. Nothing was installed."
${Text} Newer "已经装着更新的 $FOUND 版，不能退回到 ${VERSION}。什么都没有改。要退回，请先卸载（学校数据会保留）。" \
    "Version $FOUND is installed and is newer than ${VERSION}. Nothing was changed. To go back, uninstall it first (the schools' data is kept)."
${Text} Running "薛城教体填报正在运行。$\n$\n点“确定”，请它关闭后接着做（填写的内容都已保存）；点“取消”，什么都不改。" \
    "XCEdu Desktop is running.$\n$\nOK asks it to close and goes on (what was typed is saved); Cancel changes nothing."
${Text} StillRunning "薛城教体填报还没有关上，什么都没有改。请关闭它的窗口，再运行一次。" \
    "XCEdu Desktop is still running. Nothing was changed. Please close its window and try again."
${Text} NoRights "不能在“$INSTDIR”里写入，什么都没有装。请换一个文件夹，或者右键“以管理员身份运行”。" \
    "$INSTDIR cannot be written. Nothing was installed. Choose another folder, or run as administrator."
${Text} NoSpace "磁盘空间不够：“$INSTDIR”所在的磁盘要有 ${NEED_MB} MB 空闲。什么都没有装，请腾出空间再运行。" \
    "The disk of $INSTDIR needs ${NEED_MB} MB of free space. Nothing was installed."
${Text} NotDone "没有装成，原来的程序和学校数据都没有动。请检查磁盘空间，再运行一次。" \
    "The program was not installed; what was there before, and the schools' data, is as it was. Check the disk and try again."
${Text} ForWhom "给谁安装" "Install for whom"
${Text} ForWhomMore "一般只给自己装，不需要管理员权限。" "Usually for yourself; no administrator is needed."
${Text} ForMe "只给我（推荐）" "Only for me (recommended)"
${Text} ForAll "给这台电脑的所有人（要管理员权限）" "For everybody on this PC (needs an administrator)"
${Text} NoAdmin "没有得到管理员权限，什么都没有装。可以改选“只给我”。" "No administrator's rights. Nothing was installed; choose 'Only for me'."
${Text} Open "打开薛城教体填报" "Open XCEdu Desktop"
${Text} School "学校数据文件（薛城教体填报）" "School file (XCEdu Desktop)"
${Text} Receipt "区里发来的文件（薛城教体填报）" "File of the district (XCEdu Desktop)"
${Text} KeepData "程序已卸载。学校数据都在“$DATA”里。$\n$\n要不要把它们也移到回收站？不清楚就选“否”：数据留在原处，以后重新安装还能打开。" \
    "The program is removed. The schools' data lies in $DATA.$\n$\nMove it to the recycle bin too? If in doubt, No: it stays where it is."
