// Debian's libxml2 is built with ICU and its headers then include ICU's, which Foundation's own copy of ICU clashes with in
// every module that sees both. No declaration that Braid uses depends on it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

/// Version of the linked library as a number in digits, such as "20914"; a pointer that Swift may not read by itself.
static inline const char *braid_libxml2_version(void) { return xmlParserVersion; }
