// Runs a program and writes its peak resident memory, in kB, to a file.
//
//   peak FILE PROGRAM [ARGUMENT …]
//
// The kernel includes a process's memory from before it executed the program, so a program started by a large process
// seems large as well; this launcher is small. Ends with the program's exit code, and kills it after half an hour.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile pid_t child;

static void end(int signal) {
    (void)signal;
    kill(child, SIGKILL);
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        execvp(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    signal(SIGALRM, end);
    alarm(1800);
    while (wait4(child, &status, 0, &usage) != child)
        if (errno != EINTR) return 1;
    FILE *file = fopen(arguments[1], "w");
    if (!file || fprintf(file, "%ld\n", usage.ru_maxrss) < 0 || fclose(file) != 0) return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
