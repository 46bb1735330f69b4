// The C interface of libpq, with functions for what Swift doesn't import.
#pragma once
#include <libpq-fe.h>

// libpq identifies the fields of an error by character macros, which Swift doesn't import.
static inline const char *snowmelt_error_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
static inline const char *snowmelt_error_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}
static inline const char *snowmelt_error_detail(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
}
static inline const char *snowmelt_error_hint(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
}
static inline const char *snowmelt_error_context(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_CONTEXT);
}
