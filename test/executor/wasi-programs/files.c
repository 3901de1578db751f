/* What a program can do with files, one line of output for each thing that it tries. Runs in a directory that holds
   given.txt and below/given.txt. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell(const char *what, long result) {
  if (result < 0) printf("%s: %s\n", what, strerror(errno));
  else printf("%s: %ld\n", what, result);
}

static int compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path) {
  char *names[2048];
  int count = 0;
  DIR *directory = opendir(path);
  if (directory == NULL) {
    tell(path, -1);
    return;
  }
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    names[count++] = strdup(entry->d_name);
  }
  closedir(directory);
  qsort(names, count, sizeof *names, compare);
  printf("%s holds %d:", path, count);
  for (int i = 0; i < count && i < 8; i++) printf(" %s", names[i]);
  printf("\n");
  for (int i = 0; i < count; i++) free(names[i]);
}

static void show(const char *path) {
  char bytes[256];
  struct stat status;
  if (stat(path, &status) < 0) {
    tell(path, -1);
    return;
  }
  printf("%s is a %s", path, S_ISDIR(status.st_mode) ? "directory" : S_ISREG(status.st_mode) ? "file" : "thing");
  int fd = S_ISREG(status.st_mode) ? open(path, O_RDONLY) : -1;
  if (fd >= 0) {
    long length = read(fd, bytes, sizeof bytes);
    printf(" of %lld bytes:", (long long)status.st_size);
    for (long i = 0; i < length; i++) printf(bytes[i] >= ' ' ? "%c" : "\\%02x", bytes[i]);
    close(fd);
  }
  printf("\n");
}

static void writing(void) {
  int fd = open("new.txt", O_CREAT | O_EXCL | O_RDWR, 0600);
  tell("create", fd < 0 ? -1 : 0);
  tell("create again", open("new.txt", O_CREAT | O_EXCL | O_RDWR, 0600));
  tell("write", write(fd, "hello, world", 12));
  tell("seek", lseek(fd, -5, SEEK_END));
  tell("overwrite", write(fd, "there", 5));
  tell("pwrite", pwrite(fd, "J", 1, 0));
  tell("tell", lseek(fd, 0, SEEK_CUR));
  tell("seek before the start", lseek(fd, -1, SEEK_SET));
  tell("seek beyond the end", lseek(fd, 20, SEEK_SET));
  tell("write beyond the end", write(fd, "!", 1));
  show("new.txt");
  char bytes[4];
  tell("pread", pread(fd, bytes, 4, 7));
  printf("%.4s\n", bytes);
  tell("pread at the end", pread(fd, bytes, 4, 21));
  tell("truncate", ftruncate(fd, 5));
  show("new.txt");
  tell("extend", ftruncate(fd, 8));
  show("new.txt");
  tell("sync", fsync(fd));
  tell("advise", posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL));
  tell("allocate", posix_fallocate(fd, 0, 16));
  show("new.txt");
  tell("close", close(fd));
  tell("close again", close(fd));

  fd = open("new.txt", O_WRONLY | O_TRUNC | O_APPEND);
  tell("append", write(fd, "one", 3));
  tell("to the start", lseek(fd, 0, SEEK_SET));
  tell("append", write(fd, "two", 3));
  tell("read what is only written", read(fd, bytes, 4));
  close(fd);
  show("new.txt");
  fd = open("new.txt", O_RDONLY);
  tell("write what is only read", write(fd, "x", 1));
  tell("unlink what is open", unlink("new.txt"));
  tell("read what is unlinked", read(fd, bytes, 4));
  close(fd);
  show("new.txt");
}

static void directories(void) {
  tell("mkdir", mkdir("made", 0700));
  tell("mkdir again", mkdir("made", 0700));
  tell("mkdir below nothing", mkdir("nothing/below", 0700));
  tell("mkdir below a file", mkdir("given.txt/below", 0700));
  tell("mkdir inside", mkdir("made/inside", 0700));
  for (int i = 0; i < 300; i++) {
    char name[64];
    snprintf(name, sizeof name, "made/file with a longer name %d", i);
    int fd = open(name, O_CREAT | O_WRONLY, 0600);
    if (fd < 0) tell(name, -1);
    close(fd);
  }
  list("made");
  tell("rmdir of a full one", rmdir("made"));
  tell("rmdir of a file", rmdir("given.txt"));
  tell("unlink of a directory", unlink("made/inside"));
  for (int i = 0; i < 300; i++) {
    char name[64];
    snprintf(name, sizeof name, "made/file with a longer name %d", i);
    if (unlink(name) < 0) tell(name, -1);
  }
  list("made");
  tell("rename into itself", rename("made", "made/inside/made"));
  tell("rename a directory to a file", rename("made", "given.txt"));
  tell("rename a file to a directory", rename("given.txt", "made"));
  tell("rename over a full one", rename("below", "made"));
  tell("rename inside out", rename("made/inside", "outside"));
  tell("rename over an empty one", rename("outside", "made"));
  tell("rename what is not there", rename("outside", "elsewhere"));
  tell("rename a file", rename("given.txt", "made/taken.txt"));
  tell("rename to itself", rename("made/taken.txt", "made/taken.txt"));
  show("made/taken.txt");
  tell("replace a file", rename("made/taken.txt", "below/given.txt"));
  tell("open a directory to write", open("made", O_WRONLY));
  tell("open a file as a directory", open("below/given.txt", O_RDONLY | O_DIRECTORY));
  tell("open a file with a slash", open("below/given.txt/", O_RDONLY));
  tell("open by a winding path", open("made/../below/./../below//given.txt", O_RDONLY) < 0 ? -1 : 0);
  tell("rmdir", rmdir("made"));
  list(".");
  list("below");
}

static void escapes(void) {
  tell("escape upwards", open("../outside.txt", O_RDONLY));
  tell("escape after going down", open("below/../../outside.txt", O_RDONLY));
  tell("escape by making", mkdir("../outside", 0700));
  tell("escape by renaming", rename("below/given.txt", "../outside.txt"));
  int below = open("below", O_RDONLY | O_DIRECTORY);
  tell("open from a directory", openat(below, "given.txt", O_RDONLY) < 0 ? -1 : 0);
  close(below);
}

int main(void) {
  show("given.txt");
  show("below");
  show("nothing");
  writing();
  directories();
  escapes();
  return 0;
}
