// An ADBC driver for tests: it hands over streams that the test has made, and fails as it is told.
//
// A statement's text says what happens, in words of key:value separated by blanks:
//   stream:N          gives the stream that `fixture_offer` has numbered N
//   declare:N         says that the result has N rows
//   fail:STATUS       fails with this status, with state:SSSSS, vendor:N and message:TEXT where given
//   block:1           waits until it is cancelled, then fails as the Snowflake driver does
// Statements without such words give a stream without rows and columns.
//
// Entry points: FixtureInit (revision 1.1), FixtureOldInit (takes 1.0 only), FixtureBareInit (a table without the
// function that runs statements), FixtureFailingInit. The table has no release, as that of a well-known driver.

#include <adbc.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STREAMS 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct ArrowArrayStream streams[MOST_STREAMS];
static int offered = 0;
static int blocked = 0;

// Takes a stream over and gives its number.
int fixture_offer(struct ArrowArrayStream *stream) {
    pthread_mutex_lock(&lock);
    int number = offered++ % MOST_STREAMS;
    streams[number] = *stream;
    stream->release = NULL;
    pthread_mutex_unlock(&lock);
    return number;
}

// How many statements are blocked.
int fixture_blocked(void) {
    pthread_mutex_lock(&lock);
    int count = blocked;
    pthread_mutex_unlock(&lock);
    return count;
}

struct statement {
    char *sql;
    int cancelled;
};

static void free_error(struct AdbcError *error) {
    free(error->message);
    memset(error, 0, sizeof(*error));
}

static AdbcStatusCode fail(struct AdbcError *error, AdbcStatusCode status, const char *message) {
    error->message = strdup(message);
    error->release = free_error;
    return status;
}

// The value of a word of the statement, as long as the last word where it is the message.
static int word(const char *sql, const char *key, char *value, size_t size) {
    const char *found = strstr(sql, key);
    if (!found) return 0;
    found += strlen(key);
    size_t length = strcmp(key, "message:") == 0 ? strlen(found) : strcspn(found, " \n)");
    snprintf(value, size, "%.*s", (int)length, found);
    return 1;
}

static AdbcStatusCode database_new(struct AdbcDatabase *database, struct AdbcError *error) {
    (void)error;
    database->private_data = calloc(1, 8);
    return ADBC_STATUS_OK;
}

static AdbcStatusCode database_set_option(
    struct AdbcDatabase *database, const char *key, const char *value, struct AdbcError *error) {
    (void)database;
    if (strcmp(key, "refuse") == 0) return fail(error, ADBC_STATUS_INVALID_ARGUMENT, value);
    return ADBC_STATUS_OK;
}

static AdbcStatusCode database_init(struct AdbcDatabase *database, struct AdbcError *error) {
    (void)database, (void)error;
    return ADBC_STATUS_OK;
}

static AdbcStatusCode database_release(struct AdbcDatabase *database, struct AdbcError *error) {
    (void)error;
    free(database->private_data);
    database->private_data = NULL;
    return ADBC_STATUS_OK;
}

static AdbcStatusCode connection_new(struct AdbcConnection *connection, struct AdbcError *error) {
    (void)error;
    connection->private_data = calloc(1, 8);
    return ADBC_STATUS_OK;
}

static AdbcStatusCode connection_init(
    struct AdbcConnection *connection, struct AdbcDatabase *database, struct AdbcError *error) {
    (void)connection, (void)database, (void)error;
    return ADBC_STATUS_OK;
}

static AdbcStatusCode connection_release(struct AdbcConnection *connection, struct AdbcError *error) {
    (void)error;
    free(connection->private_data);
    connection->private_data = NULL;
    return ADBC_STATUS_OK;
}

static AdbcStatusCode statement_new(
    struct AdbcConnection *connection, struct AdbcStatement *statement, struct AdbcError *error) {
    (void)connection, (void)error;
    statement->private_data = calloc(1, sizeof(struct statement));
    return ADBC_STATUS_OK;
}

static AdbcStatusCode statement_set_query(struct AdbcStatement *statement, const char *sql, struct AdbcError *error) {
    (void)error;
    struct statement *own = statement->private_data;
    free(own->sql);
    own->sql = strdup(sql);
    return ADBC_STATUS_OK;
}

static AdbcStatusCode statement_release(struct AdbcStatement *statement, struct AdbcError *error) {
    (void)error;
    struct statement *own = statement->private_data;
    free(own->sql);
    free(own);
    statement->private_data = NULL;
    return ADBC_STATUS_OK;
}

static AdbcStatusCode wait_for_cancel(struct statement *own, struct AdbcError *error) {
    pthread_mutex_lock(&lock);
    blocked++;
    while (!own->cancelled) pthread_cond_wait(&changed, &lock);
    blocked--;
    pthread_mutex_unlock(&lock);
    return fail(error, ADBC_STATUS_INTERNAL, "context canceled");
}

static AdbcStatusCode statement_execute(
    struct AdbcStatement *statement, struct ArrowArrayStream *out, int64_t *rows, struct AdbcError *error) {
    struct statement *own = statement->private_data;
    char value[512];
    if (word(own->sql, "block:", value, sizeof(value))) return wait_for_cancel(own, error);
    if (word(own->sql, "fail:", value, sizeof(value))) {
        int status = atoi(value);
        char state[16], vendor[16];
        // The larger structure's mark is left alone where there is no code.
        if (word(own->sql, "vendor:", vendor, sizeof(vendor))) error->vendor_code = atoi(vendor);
        if (word(own->sql, "state:", state, sizeof(state))) memcpy(error->sqlstate, state, 5);
        if (!word(own->sql, "message:", value, sizeof(value))) return (AdbcStatusCode)status;
        return fail(error, (AdbcStatusCode)status, value);
    }
    if (rows && word(own->sql, "declare:", value, sizeof(value))) *rows = atoll(value);
    if (out && word(own->sql, "stream:", value, sizeof(value))) {
        pthread_mutex_lock(&lock);
        *out = streams[atoi(value)];
        memset(&streams[atoi(value)], 0, sizeof(*out));
        pthread_mutex_unlock(&lock);
    }
    return ADBC_STATUS_OK;
}

static AdbcStatusCode statement_cancel(struct AdbcStatement *statement, struct AdbcError *error) {
    (void)error;
    struct statement *own = statement->private_data;
    pthread_mutex_lock(&lock);
    own->cancelled = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return ADBC_STATUS_OK;
}

static void fill(struct AdbcDriver *driver) {
    driver->DatabaseNew = database_new;
    driver->DatabaseSetOption = database_set_option;
    driver->DatabaseInit = database_init;
    driver->DatabaseRelease = database_release;
    driver->ConnectionNew = connection_new;
    driver->ConnectionInit = connection_init;
    driver->ConnectionRelease = connection_release;
    driver->StatementNew = statement_new;
    driver->StatementSetSqlQuery = statement_set_query;
    driver->StatementExecuteQuery = statement_execute;
    driver->StatementRelease = statement_release;
}

AdbcStatusCode FixtureInit(int version, void *table, struct AdbcError *error) {
    struct AdbcDriver *driver = table;
    if (version != ADBC_VERSION_1_1_0) return fail(error, ADBC_STATUS_NOT_IMPLEMENTED, "only revision 1.1");
    fill(driver);
    driver->StatementCancel = statement_cancel;
    return ADBC_STATUS_OK;
}

AdbcStatusCode FixtureOldInit(int version, void *table, struct AdbcError *error) {
    if (version != ADBC_VERSION_1_0_0) return fail(error, ADBC_STATUS_NOT_IMPLEMENTED, "only revision 1.0");
    fill(table);
    return ADBC_STATUS_OK;
}

AdbcStatusCode FixtureBareInit(int version, void *table, struct AdbcError *error) {
    struct AdbcDriver *driver = table;
    (void)version, (void)error;
    fill(driver);
    driver->StatementExecuteQuery = NULL;
    return ADBC_STATUS_OK;
}

AdbcStatusCode FixtureFailingInit(int version, void *table, struct AdbcError *error) {
    (void)version, (void)table;
    return fail(error, ADBC_STATUS_INTERNAL, "the fixture doesn't want to");
}
