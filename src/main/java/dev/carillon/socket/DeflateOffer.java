package dev.carillon.socket;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        List<WebSocketExtensionData> offers = WebSocketExtensionUtil.extractExtensions(header);
        for (WebSocketExtensionData offer : offers) {
            if (offer.name().equals(NAME) && acceptable(offer.parameters())) {
                boolean asked = offer.parameters().containsKey(SERVER_BITS);
                return asked ? ACCEPTED + "; " + SERVER_BITS + "=" + LARGEST_WINDOW : ACCEPTED;
            }
        }
        return null;
    }

    private static boolean acceptable(Map<String, String> parameters) {
        // The JDK's deflater has one window size, the largest
        return KNOWN.containsAll(parameters.keySet())
                && parameters.getOrDefault(SERVER_BITS, LARGEST_WINDOW).equals(LARGEST_WINDOW)
                && parameters.get(SERVER_NO_CONTEXT) == null
                && parameters.get(CLIENT_NO_CONTEXT) == null
                && clientBitsValid(parameters.get(CLIENT_BITS));
    }

    private static boolean clientBitsValid(String bits) {
        return bits == null || bits.matches("8|9|1[0-5]");
    }
}
