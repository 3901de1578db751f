/* Arguments, environment and standard streams; exits with the number of lines of its input. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++) printf("argument %d: \"%s\"\n", i, argv[i]);
  for (char **variable = environ; *variable != NULL; variable++) printf("variable: %s\n", *variable);
  int lines = 0;
  char line[64];
  while (fgets(line, sizeof line, stdin) != NULL) {
    lines++;
    line[strcspn(line, "\n")] = 0;
    for (int i = (int)strlen(line) - 1; i >= 0; i--) putchar(line[i]);
    putchar('\n');
  }
  fprintf(stderr, "%d lines\n", lines);
  printf("a terminal: %s\n", isatty(1) ? "yes" : "no");
  exit(lines);
}
