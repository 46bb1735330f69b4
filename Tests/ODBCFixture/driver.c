// A real ODBC driver with faults, for tests.
//
// Linked against a real driver, this library exports the few functions that a fault needs. The driver manager finds all
// others in the library that this one depends on, so that tables, types and texts are the real driver's.
//
// Faults stand in the file `faults` beside the library, one `key=value` a line, and are read again at each call:
//   fault=block|crash|abort|end|error|length   what happens
//   after=N             once this many rows of a statement were delivered
//   matching=TEXT       in statements that contain this; all without it
//   heeds_cancel=1      block: SQLCancel ends it
//   state=XXXXX         error: its SQLSTATE
//   add=N | set=N       length: what becomes of the lengths of values, of the first text or blob unless `column` says so
//   column=N
//   refuse=XXXXX        no connection opens; its SQLSTATE
//   system=NAME         what the system calls itself
// Each fault that happens appends its name to the file `events`; so does each SQLCancel, and each ALTER SESSION, in whose
// place nothing is run.
//
// `WIDE` is defined for drivers that have the `…W` functions, `NARROW` for the others.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

enum fault { none, block, crash, abort_, end, error, length };

struct faults {
    enum fault fault;
    long after;
    char matching[512];
    int heeds_cancel;
    char state[6];
    long add;
    int sets;
    long set;
    int column;
    char refuse[6];
    char system[64];
};

struct column {
    SQLSMALLINT type;
    SQLLEN *lengths;
};

enum { most_columns = 64 };

// What is known of a statement or connection handle.
struct handle {
    struct handle *next;
    SQLHANDLE handle;
    struct handle *connection;
    int cancels;
    // An error of ours that the driver manager hasn't asked for yet.
    char state[6];
    char *text;
    long rows;
    // What follows the rows of a block that was cut for it, whatever `faults` says by then.
    struct faults owed;
    SQLULEN *fetched;
    SQLUSMALLINT *statuses;
    struct column columns[most_columns];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct handle *handles;
static char folder[4096];
static void *driver;

__attribute__((constructor)) static void start(void) {
    Dl_info here;
    if (!dladdr((void *)&start, &here)) abort();
    snprintf(folder, sizeof folder, "%s", here.dli_fname);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    driver = dlopen(REAL_DRIVER, RTLD_LAZY | RTLD_NOLOAD);
    if (!driver) abort();
}

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
    void *function = dlsym(driver, name);
    if (!function) abort();
    return function;
}

static void happened(const char *event) {
    char path[4200];
    snprintf(path, sizeof path, "%s/events", folder);
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    char line[600];
    int count = snprintf(line, sizeof line, "%.598s\n", event);
    if (file < 0 || write(file, line, (size_t)count) != count) abort();
    close(file);
}

static struct faults read_faults(void) {
    static const char *names[] = {"none", "block", "crash", "abort", "end", "error", "length"};
    struct faults faults = {0};
    char path[4200], line[600];
    snprintf(path, sizeof path, "%s/faults", folder);
    FILE *file = fopen(path, "re");
    if (!file) return faults;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *value = strchr(line, '=');
        if (!value) continue;
        *value++ = 0;
        if (!strcmp(line, "fault"))
            for (int fault = block; fault <= length; fault++)
                if (!strcmp(value, names[fault])) faults.fault = (enum fault)fault;
        if (!strcmp(line, "after")) faults.after = atol(value);
        if (!strcmp(line, "matching")) snprintf(faults.matching, sizeof faults.matching, "%s", value);
        if (!strcmp(line, "heeds_cancel")) faults.heeds_cancel = atoi(value);
        if (!strcmp(line, "state")) snprintf(faults.state, sizeof faults.state, "%.5s", value);
        if (!strcmp(line, "add")) faults.add = atol(value);
        if (!strcmp(line, "set")) faults.set = atol(value), faults.sets = 1;
        if (!strcmp(line, "column")) faults.column = atoi(value);
        if (!strcmp(line, "system")) snprintf(faults.system, sizeof faults.system, "%s", value);
        if (!strcmp(line, "refuse")) snprintf(faults.refuse, sizeof faults.refuse, "%.5s", value);
    }
    fclose(file);
    return faults;
}

static struct handle *find(SQLHANDLE handle) {
    pthread_mutex_lock(&lock);
    struct handle *found = handles;
    while (found && found->handle != handle) found = found->next;
    pthread_mutex_unlock(&lock);
    return found;
}

static struct handle *known(SQLHANDLE handle) {
    struct handle *found = find(handle);
    if (!found) abort();
    return found;
}

// `connection` for a statement alone.
static void appears(SQLHANDLE handle, struct handle *connection) {
    struct handle *made = calloc(1, sizeof *made);
    if (!made) abort();
    made->handle = handle;
    made->connection = connection;
    pthread_mutex_lock(&lock);
    made->next = handles;
    handles = made;
    pthread_mutex_unlock(&lock);
}

static void disappears(SQLHANDLE handle) {
    pthread_mutex_lock(&lock);
    for (struct handle **link = &handles; *link; link = &(*link)->next) {
        if ((*link)->handle != handle) continue;
        struct handle *gone = *link;
        *link = gone->next;
        free(gone->text);
        free(gone);
        break;
    }
    pthread_mutex_unlock(&lock);
}

SQLRETURN SQLAllocHandle(SQLSMALLINT type, SQLHANDLE parent, SQLHANDLE *result) {
    SQLRETURN code = REAL(SQLAllocHandle)(type, parent, result);
    if (SQL_SUCCEEDED(code) && type == SQL_HANDLE_DBC) appears(*result, NULL);
    if (SQL_SUCCEEDED(code) && type == SQL_HANDLE_STMT) appears(*result, known(parent));
    return code;
}

SQLRETURN SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle) {
    disappears(handle);
    return REAL(SQLFreeHandle)(type, handle);
}

static SQLRETURN fail(struct handle *handle, const char *state) {
    snprintf(handle->state, sizeof handle->state, "%s", state);
    return SQL_ERROR;
}

// Takes over `text`. The pages of a cursor are one statement, which is the one that it was declared for.
static void executes(SQLHSTMT handle, char *text) {
    struct handle *statement = known(handle);
    if (!text) abort();
    if (statement->text && !strncmp(statement->text, "DECLARE ", 8) && !strncmp(text, "FETCH ", 6)) {
        free(text);
        return;
    }
    free(statement->text);
    statement->text = text;
    statement->rows = 0;
    statement->owed.fault = none;
    statement->state[0] = 0;
}

SQLRETURN SQLExecDirect(SQLHSTMT handle, SQLCHAR *text, SQLINTEGER count) {
    executes(handle, count == SQL_NTS ? strdup((char *)text) : strndup((char *)text, (size_t)count));
    return REAL(SQLExecDirect)(handle, text, count);
}

SQLRETURN SQLSetStmtAttr(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER count) {
    struct handle *statement = known(handle);
    if (attribute == SQL_ATTR_ROWS_FETCHED_PTR) statement->fetched = value;
    if (attribute == SQL_ATTR_ROW_STATUS_PTR) statement->statuses = value;
    return REAL(SQLSetStmtAttr)(handle, attribute, value, count);
}

SQLRETURN SQLBindCol(
    SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT type, SQLPOINTER value, SQLLEN size, SQLLEN *lengths) {
    if (number >= 1 && number <= most_columns) {
        known(handle)->columns[number - 1] = (struct column){.type = type, .lengths = lengths};
    }
    return REAL(SQLBindCol)(handle, number, type, value, size, lengths);
}

static int varies(SQLSMALLINT type) {
    return type == SQL_C_CHAR || type == SQL_C_WCHAR || type == SQL_C_BINARY;
}

static struct faults faults_for(struct handle *statement) {
    struct faults faults = read_faults();
    if (*faults.matching && !(statement->text && strstr(statement->text, faults.matching))) faults.fault = none;
    return faults;
}

static void lie(const struct faults *faults, SQLLEN *length) {
    if (*length == SQL_NULL_DATA) return;
    *length = faults->sets ? faults->set : *length + faults->add;
}

// Whether it was cancelled.
static int waits(struct handle *statement) {
    pthread_mutex_lock(&lock);
    int before = statement->connection->cancels;
    pthread_mutex_unlock(&lock);
    happened("block");
    while (1) {
        struct faults faults = faults_for(statement);
        if (faults.fault != block) return 0;
        pthread_mutex_lock(&lock);
        int isCancelled = faults.heeds_cancel && statement->connection->cancels != before;
        pthread_mutex_unlock(&lock);
        if (isCancelled) return 1;
        usleep(2000);
    }
}

SQLRETURN SQLFetch(SQLHSTMT handle) {
    struct handle *statement = known(handle);
    statement->state[0] = 0;
    struct faults faults = statement->owed.fault != none ? statement->owed : faults_for(statement);
    if (statement->rows >= faults.after) {
        switch (faults.fault) {
        case none:
        case length: break;
        case block:
            if (waits(statement)) return fail(statement, "HY008");
            break;
        case crash:
            happened("crash");
            // No handler of the program's shall make something else of it.
            signal(SIGSEGV, SIG_DFL);
            raise(SIGSEGV);
            break;
        case abort_: happened("abort"); abort();
        case end: happened("end"); return SQL_NO_DATA;
        case error: happened("error"); return fail(statement, faults.state);
        }
    }
    SQLRETURN code = REAL(SQLFetch)(handle);
    if (!SQL_SUCCEEDED(code)) return code;
    long rows = statement->fetched ? (long)*statement->fetched : 1;
    // What ends a statement takes the rest of the block with it.
    int ends = faults.fault == end || faults.fault == error || faults.fault == crash || faults.fault == abort_;
    if (ends && statement->rows + rows > faults.after) {
        long kept = faults.after - statement->rows;
        for (long row = kept; row < rows && statement->statuses; row++) statement->statuses[row] = SQL_ROW_NOROW;
        if (statement->fetched) *statement->fetched = (SQLULEN)kept;
        rows = kept;
        statement->owed = faults;
    }
    int hasLied = 0;
    for (int number = 1; number <= most_columns && faults.fault == length; number++) {
        struct column *column = &statement->columns[number - 1];
        if (!column->lengths || (faults.column ? number != faults.column : !varies(column->type))) continue;
        for (long row = 0; row < rows; row++) {
            if (statement->rows + row >= faults.after) lie(&faults, &column->lengths[row]), hasLied = 1;
        }
        break;
    }
    if (hasLied) happened("length");
    statement->rows += rows;
    return code;
}

SQLRETURN SQLGetData(
    SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT type, SQLPOINTER value, SQLLEN size, SQLLEN *count) {
    struct handle *statement = known(handle);
    SQLRETURN code = REAL(SQLGetData)(handle, number, type, value, size, count);
    struct faults faults = faults_for(statement);
    int isMeant = faults.column ? number == faults.column : varies(type);
    if (SQL_SUCCEEDED(code) && faults.fault == length && isMeant && count && statement->rows > faults.after) {
        lie(&faults, count);
        happened("length");
    }
    return code;
}

SQLRETURN SQLCancel(SQLHSTMT handle) {
    struct handle *statement = known(handle);
    pthread_mutex_lock(&lock);
    statement->connection->cancels++;
    pthread_mutex_unlock(&lock);
    happened("cancel");
    struct faults faults = read_faults();
    return faults.fault == block ? SQL_SUCCESS : REAL(SQLCancel)(handle);
}

static int refuses(SQLHDBC handle, SQLRETURN *code) {
    struct faults faults = read_faults();
    struct handle *connection = known(handle);
    connection->state[0] = 0;
    if (!*faults.refuse) return 0;
    happened("refuse");
    *code = fail(connection, faults.refuse);
    return 1;
}

static const char message[] = "[fixture]a fault of the test";

// Whether an error of ours is what the driver manager asks for.
static int tells(SQLHANDLE handle, SQLSMALLINT number, const char **state) {
    struct handle *found = find(handle);
    if (!found || !*found->state) return 0;
    *state = number == 1 ? found->state : NULL;
    return 1;
}

// The name that the system was given, if that is what is asked for.
static int renames(SQLUSMALLINT item, struct faults *faults) {
    *faults = read_faults();
    return item == SQL_DBMS_NAME && *faults->system;
}

#ifdef NARROW

SQLRETURN SQLGetInfo(SQLHDBC handle, SQLUSMALLINT item, SQLPOINTER value, SQLSMALLINT size, SQLSMALLINT *count) {
    struct faults faults;
    if (!renames(item, &faults)) return REAL(SQLGetInfo)(handle, item, value, size, count);
    if (value && size > 0) snprintf(value, (size_t)size, "%s", faults.system);
    if (count) *count = (SQLSMALLINT)strlen(faults.system);
    return SQL_SUCCESS;
}

// The driver manager prefers these, from before ODBC 3, where a driver has both.

SQLRETURN SQLAllocConnect(SQLHENV parent, SQLHDBC *result) {
    SQLRETURN code = REAL(SQLAllocConnect)(parent, result);
    if (SQL_SUCCEEDED(code)) appears(*result, NULL);
    return code;
}

SQLRETURN SQLFreeConnect(SQLHDBC handle) {
    disappears(handle);
    return REAL(SQLFreeConnect)(handle);
}

SQLRETURN SQLAllocStmt(SQLHDBC parent, SQLHSTMT *result) {
    SQLRETURN code = REAL(SQLAllocStmt)(parent, result);
    if (SQL_SUCCEEDED(code)) appears(*result, known(parent));
    return code;
}

SQLRETURN SQLFreeStmt(SQLHSTMT handle, SQLUSMALLINT option) {
    if (option == SQL_DROP) disappears(handle);
    return REAL(SQLFreeStmt)(handle, option);
}

SQLRETURN SQLError(
    SQLHENV environment, SQLHDBC connection, SQLHSTMT statement, SQLCHAR *state, SQLINTEGER *code, SQLCHAR *text,
    SQLSMALLINT size, SQLSMALLINT *count) {
    struct handle *found = find(statement ? statement : connection);
    if (!found || !*found->state) {
        return REAL(SQLError)(environment, connection, statement, state, code, text, size, count);
    }
    SQLRETURN told = SQLGetDiagRec(
        statement ? SQL_HANDLE_STMT : SQL_HANDLE_DBC, found->handle, 1, state, code, text, size, count);
    // Each record is told once.
    found->state[0] = 0;
    return told;
}

SQLRETURN SQLDriverConnect(
    SQLHDBC handle, SQLHWND window, SQLCHAR *text, SQLSMALLINT count, SQLCHAR *out, SQLSMALLINT size,
    SQLSMALLINT *outCount, SQLUSMALLINT completion) {
    SQLRETURN code;
    if (refuses(handle, &code)) return code;
    return REAL(SQLDriverConnect)(handle, window, text, count, out, size, outCount, completion);
}

SQLRETURN SQLGetDiagRec(
    SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLCHAR *state, SQLINTEGER *code, SQLCHAR *text,
    SQLSMALLINT size, SQLSMALLINT *count) {
    const char *ours;
    if (!tells(handle, number, &ours)) {
        return REAL(SQLGetDiagRec)(type, handle, number, state, code, text, size, count);
    }
    if (!ours) return SQL_NO_DATA;
    if (state) memcpy(state, ours, 6);
    if (code) *code = 0;
    if (text && size > 0) snprintf((char *)text, (size_t)size, "%s", message);
    if (count) *count = (SQLSMALLINT)strlen(message);
    return SQL_SUCCESS;
}

SQLRETURN SQLGetDiagField(
    SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value, SQLSMALLINT size,
    SQLSMALLINT *count) {
    const char *ours;
    if (tells(handle, number, &ours)) return SQL_NO_DATA;
    return REAL(SQLGetDiagField)(type, handle, number, field, value, size, count);
}

#else

// `size` is in bytes.
SQLRETURN SQLGetInfoW(SQLHDBC handle, SQLUSMALLINT item, SQLPOINTER value, SQLSMALLINT size, SQLSMALLINT *count) {
    struct faults faults;
    if (!renames(item, &faults)) return REAL(SQLGetInfoW)(handle, item, value, size, count);
    SQLWCHAR *units = value;
    for (int unit = 0; units && unit < size / 2 && unit <= (int)strlen(faults.system); unit++) {
        units[unit] = (SQLWCHAR)faults.system[unit];
    }
    if (count) *count = (SQLSMALLINT)(2 * strlen(faults.system));
    return SQL_SUCCESS;
}

SQLRETURN SQLExecDirectW(SQLHSTMT handle, SQLWCHAR *text, SQLINTEGER count) {
    size_t units = 0;
    while (count == SQL_NTS ? text[units] != 0 : units < (size_t)count) units++;
    char *narrow = calloc(units + 1, 1);
    for (size_t unit = 0; narrow && unit < units; unit++) narrow[unit] = text[unit] < 128 ? (char)text[unit] : '?';
    executes(handle, narrow);
    // Snowflake's alone.
    const char *taken = known(handle)->text;
    if (strncmp(taken, "ALTER SESSION ", 14)) return REAL(SQLExecDirectW)(handle, text, count);
    happened(taken);
    SQLWCHAR nothing[] = {'S', 'E', 'L', 'E', 'C', 'T', ' ', '1', 0};
    return REAL(SQLExecDirectW)(handle, nothing, SQL_NTS);
}

SQLRETURN SQLSetStmtAttrW(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER count) {
    return SQLSetStmtAttr(handle, attribute, value, count);
}

SQLRETURN SQLDriverConnectW(
    SQLHDBC handle, SQLHWND window, SQLWCHAR *text, SQLSMALLINT count, SQLWCHAR *out, SQLSMALLINT size,
    SQLSMALLINT *outCount, SQLUSMALLINT completion) {
    SQLRETURN code;
    if (refuses(handle, &code)) return code;
    return REAL(SQLDriverConnectW)(handle, window, text, count, out, size, outCount, completion);
}

SQLRETURN SQLGetDiagRecW(
    SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLWCHAR *state, SQLINTEGER *code, SQLWCHAR *text,
    SQLSMALLINT size, SQLSMALLINT *count) {
    const char *ours;
    if (!tells(handle, number, &ours)) {
        return REAL(SQLGetDiagRecW)(type, handle, number, state, code, text, size, count);
    }
    if (!ours) return SQL_NO_DATA;
    for (int unit = 0; state && unit < 6; unit++) state[unit] = (SQLWCHAR)ours[unit];
    if (code) *code = 0;
    for (int unit = 0; text && unit < size && unit < (int)sizeof message; unit++) text[unit] = (SQLWCHAR)message[unit];
    if (count) *count = (SQLSMALLINT)strlen(message);
    return SQL_SUCCESS;
}

SQLRETURN SQLGetDiagFieldW(
    SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value, SQLSMALLINT size,
    SQLSMALLINT *count) {
    const char *ours;
    if (tells(handle, number, &ours)) return SQL_NO_DATA;
    return REAL(SQLGetDiagFieldW)(type, handle, number, field, value, size, count);
}

#endif
