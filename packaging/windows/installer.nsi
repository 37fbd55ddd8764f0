; The installer of 薛城教体填报. Built by packaging/windows/installer.sh, which says
;   VERSION, SIZE_KB (of the installed files), OUT (setup.exe), LISTS (folder of pack.nsh and remove.nsh), ICON, PYTHON, SIGN
;
; Exit codes (docs/deploy.md): 0 done · 1 left by the person · 2 not done · 3 a newer version is there · 4 the program is running
; · 5 the folder cannot be written · 6 no space · 7 Windows too old · 8 no administrator
; Switches: /S silent · /D=folder (last, without quotes) · /ALLUSERS for everybody · /CLOSE asks a running program to close
Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off
CRCCheck force
AllowSkipFiles off
RequestExecutionLevel user
!packhdr "${LISTS}/stub.tmp" '"${PYTHON}" packaging/windows/chinese_stub.py "${LISTS}/stub.tmp"'
!uninstfinalize '${SIGN} "%1"'
!finalize '${SIGN} "%1"'

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include nsDialogs.nsh

!define KEY "Software\XCEdu"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\XCEdu"
!define CLASSES "Software\Classes"
!define /math SIZE_MB ${SIZE_KB} / 1024
!define /math NEED_MB ${SIZE_MB} * 2

Name "$(Program)"
OutFile "${OUT}"
BrandingText "薛城教体填报 ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "薛城教体填报 XCEdu Desktop"
VIAddVersionKey /LANG=2052 FileDescription "薛城教体填报 安装程序"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 CompanyName "薛城区电教站"
VIAddVersionKey /LANG=2052 LegalCopyright ""

Var FOUND   ; version that is installed
Var OLD     ; where it is installed
Var NEW     ; where the new files are laid before the old ones go
Var ALL     ; 1: for everybody
Var DATA    ; the folder of the schools' files
Var CHOSEN  ; of the page

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP packaging/windows/side.bmp
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(Open)"
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
Page custom ForWhomPage ForWhomLeave
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!include packaging/windows/texts.nsh

; Say why and leave, nothing changed. In a silent run the sentence goes to XCEdu-setup.log in the folder for temporary files.
!macro Refuse CODE SENTENCE
    Push ${CODE}
    Push "${SENTENCE}"
    Call ${UN}Refuse
!macroend
!define Refuse "!insertmacro Refuse"

; The functions that installer and uninstaller share; UN is "un." in the second.
!macro Shared
Function ${UN}Refuse
    Exch $R1
    Exch
    Exch $R0
    ${If} ${Silent}
        FileOpen $R2 "$TEMP\XCEdu-setup.log" w
        FileWriteUTF16LE /BOM $R2 "$R1$\r$\n"
        FileClose $R2
    ${Else}
        MessageBox MB_ICONSTOP "$R1"
    ${EndIf}
    SetErrorLevel $R0
    Quit
FunctionEnd

; $R3: 1 while a program here, or where the installed version is, runs (Windows then lets nobody write its file).
Function ${UN}IsRunning
    StrCpy $R3 0
    ${ForEach} $R4 1 4 + 1
        ${Select} $R4
        ${Case} 1
            StrCpy $R5 "$INSTDIR\XCEdu.exe"
        ${Case} 2
            StrCpy $R5 "$INSTDIR\xcedu-cli.exe"
        ${Case} 3
            StrCpy $R5 "$OLD\XCEdu.exe"
        ${Case} 4
            StrCpy $R5 "$OLD\xcedu-cli.exe"
        ${EndSelect}
        ${If} ${FileExists} $R5
            ClearErrors
            FileOpen $R6 $R5 a
            ${If} ${Errors}
                StrCpy $R3 1
            ${Else}
                FileClose $R6
            ${EndIf}
        ${EndIf}
    ${Next}
FunctionEnd

; Only after asking: the program's window is told to close, as by its own ×. Nothing is ever ended by force.
Function ${UN}CloseRunning
    Call ${UN}IsRunning
    ${If} $R3 = 0
        Return
    ${EndIf}
    ${GetParameters} $R7
    ClearErrors
    ${GetOptions} $R7 "/CLOSE" $R8
    ${If} ${Errors}
        ${If} ${Silent}
            ${Refuse} 4 "$(StillRunning)"
        ${EndIf}
        MessageBox MB_OKCANCEL|MB_ICONQUESTION "$(Running)" IDOK go_on
        SetErrorLevel 4
        Quit
        go_on:
    ${EndIf}
    nsExec::Exec 'taskkill /IM XCEdu.exe'
    Pop $R8
    ${ForEach} $R8 1 20 + 1
        Sleep 500
        Call ${UN}IsRunning
        ${If} $R3 = 0
            Return
        ${EndIf}
    ${Next}
    ${Refuse} 4 "$(StillRunning)"
FunctionEnd

Function ${UN}ForEverybody
    StrCpy $ALL 1
    SetShellVarContext all
FunctionEnd
!macroend

!define UN ""
!insertmacro Shared
!undef UN
!define UN "un."
!insertmacro Shared
!undef UN
!define UN ""

Function .onInit
    SetShellVarContext current
    SetRegView 64
    StrCpy $ALL 0
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastWin10}
        ${Refuse} 7 "$(OldWindows)"
    ${EndIf}
    ${If} ${IsWin10}
    ${AndIfNot} ${AtLeastBuild} 17763
        ${Refuse} 7 "$(OldWindows)"
    ${EndIf}
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/ALLUSERS" $R1
    ${IfNot} ${Errors}
        Call ForEverybody
        UserInfo::GetAccountType
        Pop $R1
        ${If} $R1 != "Admin"
            ${Refuse} 8 "$(NoAdmin)"
        ${EndIf}
    ${EndIf}
    Call Place
    Call NotDown
FunctionEnd

; $INSTDIR: what /D says, else where it is installed already, else the usual place.
Function Place
    ReadRegStr $OLD SHCTX "${KEY}" "InstallDir"
    StrCmp $INSTDIR "" 0 given
    StrCpy $INSTDIR $OLD
    StrCmp $INSTDIR "" 0 given
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\XCEdu"
    ${If} $ALL = 1
        StrCpy $INSTDIR "$PROGRAMFILES64\XCEdu"
    ${EndIf}
    given:
FunctionEnd

Function NotDown
    ReadRegStr $FOUND SHCTX "${KEY}" "Version"
    ${If} $FOUND != ""
        ${VersionCompare} $FOUND "${VERSION}" $R0
        ${If} $R0 = 1
            ${Refuse} 3 "$(Newer)"
        ${EndIf}
    ${EndIf}
FunctionEnd

Function ForWhomPage
    ${If} $ALL = 1
        Abort
    ${EndIf}
    !insertmacro MUI_HEADER_TEXT "$(ForWhom)" "$(ForWhomMore)"
    nsDialogs::Create 1018
    Pop $R0
    ${NSD_CreateRadioButton} 0 20u 100% 12u "$(ForMe)"
    Pop $R1
    ${NSD_Check} $R1
    ${NSD_CreateRadioButton} 0 40u 100% 12u "$(ForAll)"
    Pop $CHOSEN
    nsDialogs::Show
FunctionEnd

; For everybody: the same setup.exe again, with an administrator's rights.
Function ForWhomLeave
    ${NSD_GetState} $CHOSEN $R0
    ${If} $R0 = ${BST_CHECKED}
        ClearErrors
        ExecShell "runas" "$EXEPATH" "/ALLUSERS"
        ${If} ${Errors}
            MessageBox MB_ICONEXCLAMATION "$(NoAdmin)"
            Abort
        ${EndIf}
        Quit
    ${EndIf}
FunctionEnd

Function OpenProgram
    Exec '"$INSTDIR\XCEdu.exe"'
FunctionEnd

; What must hold before anything is touched: the folder can be written, and there is room for old and new together.
Function Prepare
    ClearErrors
    CreateDirectory "$INSTDIR"
    FileOpen $R0 "$INSTDIR\.write" w
    ${If} ${Errors}
        ${Refuse} 5 "$(NoRights)"
    ${EndIf}
    FileClose $R0
    Delete "$INSTDIR\.write"
    System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .R0, p 0, p 0) i .R1'
    ${If} $R1 <> 0
        System::Int64Op $R0 / 1048576
        Pop $R0
        System::Int64Op $R0 < ${NEED_MB}
        Pop $R1
        ${If} $R1 = 1
            RMDir "$INSTDIR"
            ${Refuse} 6 "$(NoSpace)"
        ${EndIf}
    ${EndIf}
FunctionEnd

Section
    Call CloseRunning
    Call Prepare
    ; the new files first, beside the old ones: whatever goes wrong now, the old program is whole
    StrCpy $NEW "$INSTDIR\.new"
    RMDir /r "$NEW"
    ClearErrors
    !include "${LISTS}/pack.nsh"
    SetOutPath "$INSTDIR"
    ${If} ${Errors}
        RMDir /r "$NEW"
        ${Refuse} 2 "$(NotDone)"
    ${EndIf}
    ; the old version takes away exactly its own files, wherever it is
    ${If} $OLD != ""
    ${AndIf} ${FileExists} "$OLD\uninstall.exe"
        ExecWait '"$OLD\uninstall.exe" /S /UPGRADE _?=$OLD'
        Delete "$OLD\uninstall.exe"
        RMDir "$OLD"
    ${EndIf}
    ClearErrors
    CopyFiles /SILENT "$NEW\*.*" "$INSTDIR"
    ${If} ${Errors}
        ${Refuse} 2 "$(NotDone)"
    ${EndIf}
    RMDir /r "$NEW"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    Call Register
SectionEnd

Function .onInstFailed
    RMDir /r "$INSTDIR\.new"
FunctionEnd

Function Register
    WriteRegStr SHCTX "${KEY}" "InstallDir" "$INSTDIR"
    WriteRegStr SHCTX "${KEY}" "Version" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "薛城教体填报"
    WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\XCEdu.exe"
    WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "薛城区电教站"
    WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
    WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
    CreateShortcut "$SMPROGRAMS\薛城教体填报.lnk" "$INSTDIR\XCEdu.exe"
    CreateShortcut "$DESKTOP\薛城教体填报.lnk" "$INSTDIR\XCEdu.exe"
    ; double click: what the bureau sends, a school's file. Of .db, which is many programs', we are only one of those to choose from
    WriteRegStr SHCTX "${CLASSES}\XCEdu.School" "" "$(School)"
    WriteRegStr SHCTX "${CLASSES}\XCEdu.School\DefaultIcon" "" "$INSTDIR\XCEdu.exe,0"
    WriteRegStr SHCTX "${CLASSES}\XCEdu.School\shell\open\command" "" '"$INSTDIR\XCEdu.exe" --db "%1"'
    WriteRegStr SHCTX "${CLASSES}\XCEdu.Receipt" "" "$(Receipt)"
    WriteRegStr SHCTX "${CLASSES}\XCEdu.Receipt\DefaultIcon" "" "$INSTDIR\XCEdu.exe,0"
    WriteRegStr SHCTX "${CLASSES}\XCEdu.Receipt\shell\open\command" "" '"$INSTDIR\XCEdu.exe" "%1"'
    WriteRegStr SHCTX "${CLASSES}\.xcedu" "" "XCEdu.School"
    WriteRegStr SHCTX "${CLASSES}\.xcr" "" "XCEdu.Receipt"
    WriteRegStr SHCTX "${CLASSES}\.xcp" "" "XCEdu.Receipt"
    WriteRegStr SHCTX "${CLASSES}\.db\OpenWithProgids" "XCEdu.School" ""
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

!undef UN
!define UN "un."
Function un.onInit
    SetShellVarContext current
    SetRegView 64
    StrCpy $ALL 0
    ReadRegStr $R0 HKCU "${KEY}" "InstallDir"
    ${If} $R0 != $INSTDIR
        ReadRegStr $R0 HKLM "${KEY}" "InstallDir"
        ${If} $R0 == $INSTDIR
            Call un.ForEverybody
        ${EndIf}
    ${EndIf}
FunctionEnd

Section Uninstall
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/UPGRADE" $R1
    ${If} ${Errors}
        Call un.CloseRunning
        Call un.Unregister
    ${EndIf}
    SetOutPath "$TEMP"
    !include "${LISTS}/remove.nsh"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
SectionEnd

Function un.Unregister
    Delete "$SMPROGRAMS\薛城教体填报.lnk"
    Delete "$DESKTOP\薛城教体填报.lnk"
    DeleteRegValue SHCTX "${CLASSES}\.db\OpenWithProgids" "XCEdu.School"
    DeleteRegKey /ifempty SHCTX "${CLASSES}\.db\OpenWithProgids"
    DeleteRegKey /ifempty SHCTX "${CLASSES}\.db"
    DeleteRegKey SHCTX "${CLASSES}\.xcedu"
    DeleteRegKey SHCTX "${CLASSES}\.xcr"
    DeleteRegKey SHCTX "${CLASSES}\.xcp"
    DeleteRegKey SHCTX "${CLASSES}\XCEdu.School"
    DeleteRegKey SHCTX "${CLASSES}\XCEdu.Receipt"
    DeleteRegKey SHCTX "${UNINSTALL}"
    DeleteRegKey SHCTX "${KEY}"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

; The schools' data stays unless the person says otherwise, and even then it can be taken back from the recycle bin.
Function un.onUninstSuccess
    SetShellVarContext current
    StrCpy $DATA "$DOCUMENTS\薛城教体填报"
    ${If} ${Silent}
    ${OrIfNot} ${FileExists} "$DATA\*.*"
        Return
    ${EndIf}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(KeepData)" IDYES bin
    Return
    bin:
    ; SHFILEOPSTRUCTW: FO_DELETE with FOF_ALLOWUNDO and FOF_NOCONFIRMATION; the list of names ends with two zeros; aligned as on 64 bits
    System::Call '*(&w${NSIS_MAX_STRLEN} "$DATA") p .R1'
    System::Call '*(p $HWNDPARENT, i 3, i 0, p R1, p 0, &i2 0x50, &i2 0, i 0, p 0, p 0) p .R2'
    System::Call 'shell32::SHFileOperationW(p R2) i .R3'
    System::Free $R2
    System::Free $R1
FunctionEnd
