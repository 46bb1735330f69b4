// The limit of an ADBC driver: fetches batches and discards them.
//
//   fetch-adbc DRIVER THREADS [NAME=VALUE …] < STATEMENTS
//
// Reads one statement per line; each thread has its own connection and takes the next statement until none is left.
// Prints the number of rows. Options with the prefix "statement:" apply to statements, others to the database.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adbc.h"

enum { most_statements = 10000, most_threads = 64 };
static const char prefix[] = "statement:";

static struct AdbcDriver driver;
static char *statements[most_statements];
static size_t statement_count, next_statement;
static char **options;
static int option_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void check(int code, struct AdbcError *error, const char *call) {
    if (code == ADBC_STATUS_OK) return;
    fprintf(stderr, "%s: %s\n", call, error && error->message ? error->message : "failed");
    exit(1);
}

static const char *take(void) {
    pthread_mutex_lock(&lock);
    const char *statement = next_statement < statement_count ? statements[next_statement++] : NULL;
    pthread_mutex_unlock(&lock);
    return statement;
}

// Sets the options of a database or of a statement; the other argument is NULL.
static void set_options(struct AdbcDatabase *database, struct AdbcStatement *statement) {
    struct AdbcError error = {0};
    for (int option = 0; option < option_count; option++) {
        const char *value = strchr(options[option], '=');
        if (!value) check(1, NULL, options[option]);
        char *name = strndup(options[option], (size_t)(value - options[option]));
        const int of_statement = strncmp(name, prefix, sizeof prefix - 1) == 0;
        if (database && !of_statement)
            check(driver.DatabaseSetOption(database, name, value + 1, &error), &error, name);
        if (statement && of_statement)
            check(driver.StatementSetOption(statement, name + sizeof prefix - 1, value + 1, &error), &error, name);
        free(name);
    }
}

static size_t fetch_all(struct AdbcConnection *connection, const char *text) {
    struct AdbcError error = {0};
    struct AdbcStatement statement = {0};
    struct ArrowArrayStream stream = {0};
    size_t rows = 0;
    check(driver.StatementNew(connection, &statement, &error), &error, "StatementNew");
    set_options(NULL, &statement);
    check(driver.StatementSetSqlQuery(&statement, text, &error), &error, "StatementSetSqlQuery");
    check(driver.StatementExecuteQuery(&statement, &stream, NULL, &error), &error, "StatementExecuteQuery");
    for (;;) {
        struct ArrowArray batch = {0};
        if (stream.get_next(&stream, &batch) != 0) {
            fprintf(stderr, "get_next: %s\n", stream.get_last_error(&stream));
            exit(1);
        }
        if (!batch.release) break;
        rows += (size_t)batch.length;
        batch.release(&batch);
    }
    stream.release(&stream);
    check(driver.StatementRelease(&statement, &error), &error, "StatementRelease");
    return rows;
}

static void *work(void *unused) {
    (void)unused;
    struct AdbcError error = {0};
    struct AdbcDatabase database = {0};
    struct AdbcConnection connection = {0};
    size_t rows = 0;
    check(driver.DatabaseNew(&database, &error), &error, "DatabaseNew");
    set_options(&database, NULL);
    check(driver.DatabaseInit(&database, &error), &error, "DatabaseInit");
    check(driver.ConnectionNew(&connection, &error), &error, "ConnectionNew");
    check(driver.ConnectionInit(&connection, &database, &error), &error, "ConnectionInit");
    for (const char *statement; (statement = take());) rows += fetch_all(&connection, statement);
    check(driver.ConnectionRelease(&connection, &error), &error, "ConnectionRelease");
    check(driver.DatabaseRelease(&database, &error), &error, "DatabaseRelease");
    return (void *)rows;
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    const size_t threads = strtoul(arguments[2], NULL, 10);
    if (threads < 1 || threads > most_threads) return 2;
    options = arguments + 3;
    option_count = count - 3;
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    AdbcDriverInitFunc start = library ? (AdbcDriverInitFunc)dlsym(library, "AdbcDriverInit") : NULL;
    if (!start) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    struct AdbcError error = {0};
    check(start(ADBC_VERSION_1_1_0, &driver, &error), &error, "AdbcDriverInit");
    char *line = NULL;
    for (size_t size = 0; statement_count < most_statements && getline(&line, &size, stdin) > 0;) {
        line[strcspn(line, "\n")] = 0;
        if (*line) statements[statement_count++] = strdup(line);
    }
    free(line);
    pthread_t ids[most_threads];
    size_t rows = 0;
    for (size_t thread = 0; thread < threads; thread++)
        if (pthread_create(&ids[thread], NULL, work, NULL) != 0) return 1;
    for (size_t thread = 0; thread < threads; thread++) {
        void *result;
        pthread_join(ids[thread], &result);
        rows += (size_t)result;
    }
    printf("%zu\n", rows);
    return 0;
}
