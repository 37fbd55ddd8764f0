/* A stand-in for Windows' own bcryptprimitives.dll, for Wine 8 alone, which has none: calamine's and cryptography's wheels ask it
 * for random bytes. It lies in the system32 of our Wine prefixes and is never packed (packaging/windows/inspect.sh looks). */
#include <stdbool.h>
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    while (length > 0) {
        ULONG part = length > 0x10000 ? 0x10000 : (ULONG)length;
        if (!SystemFunction036(data, part)) return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}
