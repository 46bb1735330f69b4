// The limit of an ODBC driver: fetches rows into bound columns and discards them.
//
//   fetch CONNECTION THREADS ROWS_PER_BLOCK < STATEMENTS
//
// Reads one statement per line; each thread has its own connection and takes the next statement until none is left.
// Prints the number of rows. Columns are bound as characters, which the drivers measured here return unconverted.
#include <pthread.h>
#include <sql.h>
#include <sqlext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_statements = 10000, most_columns = 100, slot = 256 };

static char *statements[most_statements];
static size_t statement_count, next_statement;
static const char *connection_string;
static size_t block_rows;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void check(SQLRETURN code, SQLSMALLINT type, SQLHANDLE handle, const char *call) {
    if (SQL_SUCCEEDED(code)) return;
    SQLCHAR state[6] = "", message[512] = "";
    SQLGetDiagRec(type, handle, 1, state, NULL, message, sizeof message, NULL);
    fprintf(stderr, "%s: %s %s\n", call, state, message);
    exit(1);
}

static const char *take(void) {
    pthread_mutex_lock(&lock);
    const char *statement = next_statement < statement_count ? statements[next_statement++] : NULL;
    pthread_mutex_unlock(&lock);
    return statement;
}

static size_t fetch_all(SQLHDBC connection, const char *text, char *values, SQLLEN *lengths) {
    SQLHSTMT statement;
    SQLULEN fetched = 0;
    SQLSMALLINT columns = 0;
    size_t rows = 0;
    check(SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement), SQL_HANDLE_DBC, connection, "SQLAllocHandle");
    SQLSetStmtAttr(statement, SQL_ATTR_ROW_ARRAY_SIZE, (SQLPOINTER)block_rows, 0);
    SQLSetStmtAttr(statement, SQL_ATTR_ROWS_FETCHED_PTR, &fetched, 0);
    check(SQLExecDirect(statement, (SQLCHAR *)text, SQL_NTS), SQL_HANDLE_STMT, statement, "SQLExecDirect");
    check(SQLNumResultCols(statement, &columns), SQL_HANDLE_STMT, statement, "SQLNumResultCols");
    if (columns > most_columns) exit(1);
    for (SQLSMALLINT column = 0; column < columns; column++)
        check(SQLBindCol(statement, column + 1, SQL_C_CHAR, values + column * block_rows * slot, slot,
                         lengths + column * block_rows),
              SQL_HANDLE_STMT, statement, "SQLBindCol");
    for (;;) {
        SQLRETURN code = SQLFetch(statement);
        if (code == SQL_NO_DATA) break;
        check(code, SQL_HANDLE_STMT, statement, "SQLFetch");
        rows += fetched;
    }
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    return rows;
}

static void *work(void *environment) {
    SQLHDBC connection;
    size_t rows = 0;
    char *values = malloc(most_columns * block_rows * slot);
    SQLLEN *lengths = malloc(most_columns * block_rows * sizeof *lengths);
    check(SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection), SQL_HANDLE_ENV, environment, "SQLAllocHandle");
    check(SQLDriverConnect(connection, NULL, (SQLCHAR *)connection_string, SQL_NTS, NULL, 0, NULL,
                           SQL_DRIVER_NOPROMPT),
          SQL_HANDLE_DBC, connection, "SQLDriverConnect");
    for (const char *statement; (statement = take());) rows += fetch_all(connection, statement, values, lengths);
    SQLDisconnect(connection);
    SQLFreeHandle(SQL_HANDLE_DBC, connection);
    free(values);
    free(lengths);
    return (void *)rows;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    connection_string = arguments[1];
    size_t threads = strtoul(arguments[2], NULL, 10);
    block_rows = strtoul(arguments[3], NULL, 10);
    if (threads < 1 || threads > 64 || block_rows < 1) return 2;
    char *line = NULL;
    for (size_t size = 0; statement_count < most_statements && getline(&line, &size, stdin) > 0;) {
        line[strcspn(line, "\n")] = 0;
        if (*line) statements[statement_count++] = strdup(line);
    }
    free(line);
    SQLHENV environment;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment))) return 1;
    SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0);
    pthread_t ids[64];
    size_t rows = 0;
    for (size_t thread = 0; thread < threads; thread++)
        if (pthread_create(&ids[thread], NULL, work, environment) != 0) return 1;
    for (size_t thread = 0; thread < threads; thread++) {
        void *result;
        pthread_join(ids[thread], &result);
        rows += (size_t)result;
    }
    SQLFreeHandle(SQL_HANDLE_ENV, environment);
    printf("%zu\n", rows);
    return 0;
}
