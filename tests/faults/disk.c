/* Stands in front of the system's file calls (LD_PRELOAD) of a program under test.
 *
 * It can write down every call that changes something under a folder, with its data, and it can
 * make the n-th call of chosen kinds fail. Both are switched on and off by the program itself,
 * through faults_record(), faults_arm() and faults_disarm(); see disk.py.
 *
 * One record: kind, length of path, length of second path, offset, length of data (all
 * little-endian), then the two paths and the data. Kinds: C made, D folder made, W written,
 * S cut or grown to size, F synced, U removed, R renamed, A something was acknowledged.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[PATH_MAX];
static size_t folder_length;
static int log_file = -1;

static char kinds[16];
static long fail_at, calls;
static int error_number, sticky, armed;

#define REAL(result, name, ...)                                        \
    static result (*real)(__VA_ARGS__);                                \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int watched(const char *path)
{
    return folder_length && !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || !path[folder_length]);
}

/* The absolute path behind a name; false if it lies outside the watched folder. */
static int named(int at, const char *name, char *path)
{
    char place[64], base[PATH_MAX] = "";
    if (!folder_length || !name) return 0;
    if (name[0] != '/') {
        if (at == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return 0;
        } else {
            snprintf(place, sizeof place, "/proc/self/fd/%d", at);
            ssize_t length = syscall(SYS_readlink, place, base, PATH_MAX - 1);
            if (length <= 0) return 0;
            base[length] = 0;
        }
        if ((size_t)snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return 0;
    } else {
        if (strlen(name) >= PATH_MAX) return 0;
        strcpy(path, name);
    }
    return watched(path);
}

static int opened(int file, char *path)
{
    char place[64];
    if (!folder_length) return 0;
    snprintf(place, sizeof place, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlink, place, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return watched(path);
}

static void note(char kind, const char *path, const char *other, uint64_t offset,
                 const void *data, uint64_t length)
{
    size_t end = strlen(path);
    if (log_file < 0) return;
    if (end > 4 && !strcmp(path + end - 4, "-shm")) return; /* made anew at each recovery */
    uint32_t first = end, second = other ? strlen(other) : 0;
    char head[25];
    head[0] = kind;
    memcpy(head + 1, &first, 4);
    memcpy(head + 5, &second, 4);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &length, 8);
    struct iovec parts[4] = {
        {head, sizeof head}, {(void *)path, first}, {(void *)other, second},
        {(void *)data, data ? length : 0},
    };
    ssize_t all = sizeof head + first + second + (data ? length : 0);
    if (syscall(SYS_writev, log_file, parts, 4) != all) abort(); /* a gap would be a lie */
}

/* True if this call has to fail; errno is set. */
static int fails(char kind, int is_watched)
{
    if (!armed || !is_watched || !strchr(kinds, kind)) return 0;
    calls++;
    if (calls != fail_at && !(sticky && calls > fail_at)) return 0;
    errno = error_number;
    return 1;
}

/* ------------------------------------------------------------- for the program under test */

void faults_record(const char *watch, const char *log)
{
    log_file = syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (log_file < 0) abort();
    strcpy(folder, watch);
    folder_length = strlen(folder);
}

void faults_acknowledge(const char *what) { note('A', what, NULL, 0, NULL, 0); }

void faults_arm(const char *watch, const char *which, long at, int number, int goes_on)
{
    strcpy(folder, watch);
    folder_length = strlen(folder);
    strncpy(kinds, which, sizeof kinds - 1);
    fail_at = at, error_number = number, sticky = goes_on, calls = 0, armed = 1;
}

/* How many calls of the chosen kinds there were. */
long faults_disarm(void)
{
    armed = 0;
    return calls;
}

/* ------------------------------------------------------------- the system's calls */

static int open_any(int (*real)(int, const char *, int, ...), int at, const char *name, int flags,
                    mode_t mode)
{
    char path[PATH_MAX];
    int ours = named(at, name, path);
    struct stat found;
    int is_new = ours && (flags & O_CREAT) && stat(path, &found) != 0;
    if (fails('o', ours)) return -1;
    int file = real(at, name, flags, mode);
    if (file >= 0 && ours) {
        if (is_new) note('C', path, NULL, 0, NULL, 0);
        else if (flags & O_TRUNC) note('S', path, NULL, 0, NULL, 0);
    }
    return file;
}

#define OPEN(function, ...)                                                             \
    mode_t mode = 0;                                                                    \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                              \
        va_list rest;                                                                   \
        va_start(rest, flags);                                                          \
        mode = va_arg(rest, int);                                                       \
        va_end(rest);                                                                   \
    }                                                                                   \
    REAL(int, "openat64", int, const char *, int, ...);                                 \
    return open_any(real, __VA_ARGS__, name, flags, mode)

int open(const char *name, int flags, ...) { OPEN(open, AT_FDCWD); }
int open64(const char *name, int flags, ...) { OPEN(open64, AT_FDCWD); }
int openat(int at, const char *name, int flags, ...) { OPEN(openat, at); }
int openat64(int at, const char *name, int flags, ...) { OPEN(openat64, at); }

static ssize_t written(int file, const char *path, int ours, const void *data, ssize_t length,
                       off64_t offset)
{
    (void)file;
    if (length > 0 && ours) note('W', path, NULL, offset, data, length);
    return length;
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset)
{
    char path[PATH_MAX];
    int ours = opened(file, path);
    if (fails('w', ours)) return -1;
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return written(file, path, ours, data, real(file, data, length, offset), offset);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset)
{
    return pwrite64(file, data, length, offset);
}

ssize_t write(int file, const void *data, size_t length)
{
    char path[PATH_MAX];
    int ours = opened(file, path);
    off64_t offset = 0;
    if (fails('w', ours)) return -1;
    if (ours)
        offset = lseek64(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    REAL(ssize_t, "write", int, const void *, size_t);
    return written(file, path, ours, data, real(file, data, length), offset);
}

/* Not under our eyes: the caller falls back to reading and writing. */
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count)
{
    char path[PATH_MAX];
    if (opened(out, path)) {
        errno = ENOTSOCK;
        return -1;
    }
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    return real(out, in, offset, count);
}
ssize_t sendfile(int out, int in, off_t *offset, size_t count)
{
    return sendfile64(out, in, offset, count);
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags)
{
    char path[PATH_MAX];
    if (opened(out, path)) {
        errno = EXDEV;
        return -1;
    }
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    return real(in, from, out, to, count, flags);
}

ssize_t pread64(int file, void *data, size_t length, off64_t offset)
{
    char path[PATH_MAX];
    if (armed && fails('r', opened(file, path))) return -1;
    REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
    return real(file, data, length, offset);
}

ssize_t read(int file, void *data, size_t length)
{
    char path[PATH_MAX];
    if (armed && fails('r', opened(file, path))) return -1;
    REAL(ssize_t, "read", int, void *, size_t);
    return real(file, data, length);
}

int ftruncate64(int file, off64_t size)
{
    char path[PATH_MAX];
    int ours = opened(file, path);
    if (fails('t', ours)) return -1;
    REAL(int, "ftruncate64", int, off64_t);
    int result = real(file, size);
    if (!result && ours) note('S', path, NULL, size, NULL, 0);
    return result;
}
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int synced(int file, int (*real)(int))
{
    char path[PATH_MAX];
    int ours = opened(file, path);
    if (fails('s', ours)) return -1;
    int result = real(file);
    if (!result && ours) note('F', path, NULL, 0, NULL, 0);
    return result;
}
int fsync(int file) { REAL(int, "fsync", int); return synced(file, real); }
int fdatasync(int file) { REAL(int, "fdatasync", int); return synced(file, real); }

int unlinkat(int at, const char *name, int flags)
{
    char path[PATH_MAX];
    int ours = named(at, name, path);
    if (fails('u', ours)) return -1;
    REAL(int, "unlinkat", int, const char *, int);
    int result = real(at, name, flags);
    if (!result && ours) note('U', path, NULL, 0, NULL, 0);
    return result;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int renameat(int from_at, const char *from, int to_at, const char *to)
{
    char path[PATH_MAX], other[PATH_MAX];
    int ours = named(from_at, from, path) & named(to_at, to, other);
    if (fails('m', ours)) return -1;
    REAL(int, "renameat", int, const char *, int, const char *);
    int result = real(from_at, from, to_at, to);
    if (!result && ours) note('R', path, other, 0, NULL, 0);
    return result;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int mkdir(const char *name, mode_t mode)
{
    char path[PATH_MAX];
    int ours = named(AT_FDCWD, name, path);
    if (fails('d', ours)) return -1;
    REAL(int, "mkdir", const char *, mode_t);
    int result = real(name, mode);
    if (!result && ours) note('D', path, NULL, 0, NULL, 0);
    return result;
}
