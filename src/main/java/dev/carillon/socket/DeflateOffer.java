package dev.carillon.socket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses among the permessage-deflate offers of a handshake (RFC 7692, section 7). The server never takes its context over, and
 * says so: then a broadcast can be compressed once for all. A client that does not offer to give its own up may refer back to what it
 * sent, as far as the window goes: to ask it unoffered is allowed, but some take that for a failed handshake. Pure.
 */
final class DeflateOffer {
    /**
     * What was agreed upon. Immutable.
     *
     * @param header the value of Sec-WebSocket-Extensions to answer with
     * @param historyBytes how far back the client may refer into its earlier messages; 0: not at all
     */
    record Agreement(String header, int historyBytes) {}

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final Set<String> KNOWN = Set.of(SERVER_BITS, CLIENT_BITS, SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)(?:\\s*=\\s*(?:(\\w+)|\"(\\w+)\"))?");
    private static final String NO_VALUE = "";
    private static final String LARGEST_WINDOW = "15";
    private static final int CLIENT_WINDOW_BITS = 12;

    private DeflateOffer() {}

    /**
     * @param headers the values of Sec-WebSocket-Extensions
     * @return null when no offer can be accepted
     */
    static Agreement accept(List<String> headers) {
        for (String offer : String.join(",", headers).split(",")) {
            String[] parts = offer.split(";", -1);
            Map<String, String> parameters = parts[0].trim().equals(NAME) ? parameters(parts) : null;
            if (parameters != null && acceptable(parameters)) {
                return agreement(parameters);
            }
        }
        return null;
    }

    private static Agreement agreement(Map<String, String> offered) {
        StringBuilder header = new StringBuilder(NAME).append("; ").append(SERVER_NO_CONTEXT);
        int bits = Integer.parseInt(LARGEST_WINDOW);
        if (offered.containsKey(SERVER_BITS)) {
            header.append("; ").append(SERVER_BITS).append('=').append(LARGEST_WINDOW);
        }
        if (offered.containsKey(CLIENT_NO_CONTEXT)) {
            return new Agreement(header.append("; ").append(CLIENT_NO_CONTEXT).toString(), 0);
        }
        if (offered.containsKey(CLIENT_BITS)) {
            String most = offered.get(CLIENT_BITS);
            bits = most.isEmpty() ? CLIENT_WINDOW_BITS : Math.min(CLIENT_WINDOW_BITS, Integer.parseInt(most));
            header.append("; ").append(CLIENT_BITS).append('=').append(bits);
        }
        return new Agreement(header.toString(), 1 << bits);
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
