package dev.carillon.config;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Says in words why a text is not JSON. Pure. */
final class JsonFault {
    private JsonFault() {}

    /** What was found at the place of the error, and what belongs there. */
    static String describe(String text, JsonProcessingException error) {
        int offset = (int) error.getLocation().getCharOffset();
        if (offset >= text.length()) {
            return "the file ends before its last text, list or object is closed";
        }
        char found = text.charAt(offset);
        String before = text.substring(0, offset).strip();
        return "found " + name(found) + ": " + advice(found, before, error.getOriginalMessage());
    }

    private static String name(char found) {
        return switch (found) {
            case '\n', '\r' -> "the end of the line";
            case '\t' -> "a tab";
            default -> Character.isISOControl(found) ? "a control character" : "'" + found + "'";
        };
    }

    private static String advice(char found, String before, String parser) {
        if (parser.contains("unquoted character")) {
            return "a text ends on the line on which it starts";
        }
        if (parser.contains("escape")) {
            return "no such escape; a backslash itself is written \\\\";
        }
        if (before.endsWith(",") && (found == '}' || found == ']')) {
            return "the comma before it is one too many";
        }
        if (found == '/' || found == '#') {
            return "JSON has no comments";
        }
        if (found == '\'') {
            return "texts and keys stand in double quotes";
        }
        if (parser.contains("colon")) {
            return "a colon is missing before it";
        }
        if (parser.contains("comma")) {
            return "a comma is missing before it";
        }
        if (parser.contains("field name")) {
            return "a key in double quotes belongs here";
        }
        if (parser.contains("close marker")) {
            return "nothing is open that it could close";
        }
        return "a value belongs here: a text in double quotes, a number, true, false or a list";
    }
}
