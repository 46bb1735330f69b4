// The C interface of unixODBC, with functions for what Swift doesn't import.
#pragma once
#include <stdint.h>
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

// A macro that Swift doesn't import, because it is an expression.
static const SQLSMALLINT snowmelt_c_sbigint = SQL_C_SBIGINT;

// Integer attributes are passed as pointers.
static inline SQLRETURN snowmelt_set_env_version(SQLHENV env) {
    return SQLSetEnvAttr(env, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)(intptr_t)SQL_OV_ODBC3, 0);
}
static inline SQLRETURN snowmelt_set_connect_number(SQLHDBC dbc, SQLINTEGER attribute, SQLULEN value) {
    return SQLSetConnectAttr(dbc, attribute, (SQLPOINTER)value, SQL_IS_UINTEGER);
}
static inline SQLRETURN snowmelt_set_statement_number(SQLHSTMT stmt, SQLINTEGER attribute, SQLULEN value) {
    return SQLSetStmtAttr(stmt, attribute, (SQLPOINTER)value, SQL_IS_UINTEGER);
}

// SQLite's process-wide settings. sqlite3_config is variadic, so Swift can't call it. The values are from sqlite3.h,
// which isn't installed with the driver.
static const int32_t snowmelt_sqlite_multithread = 2;
static const int32_t snowmelt_sqlite_memory_status = 9;
static inline int snowmelt_sqlite_config(void *sqlite3_config, int32_t option, int32_t value) {
    return ((int (*)(int, ...))sqlite3_config)(option, value);
}
