package dev.carillon.socket;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses among the permessage-deflate offers of a handshake (RFC 7692, section 7). Accepted is always without context takeover
 * in both directions: then a broadcast can be compressed once for all, and a session holds no compressor. Pure.
 */
final class DeflateOffer {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final Set<String> KNOWN = Set.of(SERVER_BITS, CLIENT_BITS, SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)(?:\\s*=\\s*(?:(\\w+)|\"(\\w+)\"))?");
    private static final String NO_VALUE = "";
    private static final String LARGEST_WINDOW = "15";
    private static final String ACCEPTED = NAME + "; " + SERVER_NO_CONTEXT + "; " + CLIENT_NO_CONTEXT;

    private DeflateOffer() {}

    /**
     * @param header the value of Sec-WebSocket-Extensions, or null
     * @return the value to answer with, or null when no offer can be accepted
     */
    static String accept(String header) {
        if (header == null) {
            return null;
        }
        for (String offer : header.split(",")) {
            String[] parts = offer.split(";", -1);
            Map<String, String> parameters = parts[0].trim().equals(NAME) ? parameters(parts) : null;
            if (parameters != null && acceptable(parameters)) {
                boolean asked = parameters.containsKey(SERVER_BITS);
                return asked ? ACCEPTED + "; " + SERVER_BITS + "=" + LARGEST_WINDOW : ACCEPTED;
            }
        }
        return null;
    }

    /** The parameters of an offer by their names, or null when one is malformed or there twice. */
    private static Map<String, String> parameters(String[] parts) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher parameter = PARAMETER.matcher(parts[i].trim());
            if (!parameter.matches() || parameters.put(parameter.group(1), value(parameter)) != null) {
                return null;
            }
        }
        return parameters;
    }

    private static String value(Matcher parameter) {
        String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
        return value == null ? NO_VALUE : value;
    }

    private static boolean acceptable(Map<String, String> parameters) {
        // The JDK's deflater has one window size, the largest
        return KNOWN.containsAll(parameters.keySet())
                && parameters.getOrDefault(SERVER_BITS, LARGEST_WINDOW).equals(LARGEST_WINDOW)
                && parameters.getOrDefault(SERVER_NO_CONTEXT, NO_VALUE).equals(NO_VALUE)
                && parameters.getOrDefault(CLIENT_NO_CONTEXT, NO_VALUE).equals(NO_VALUE)
                && parameters.getOrDefault(CLIENT_BITS, NO_VALUE).matches("|8|9|1[0-5]");
    }
}
