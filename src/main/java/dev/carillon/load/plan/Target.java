package dev.carillon.load.plan;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * Where clients connect to and from. Immutable.
 *
 * @param urls in turn
 * @param insecure whether any certificate will do
 * @param sources in turn; empty: the system chooses
 */
public record Target(List<URI> urls, boolean insecure, List<InetAddress> sources) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Whether an address wants TLS. */
    public static boolean isSecure(URI url) {
        return "wss".equalsIgnoreCase(url.getScheme());
    }

    /** The port of an address, its scheme's where it names none. */
    public static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isSecure(url) ? HTTPS_PORT : HTTP_PORT;
    }

    /** An HTTP address on the first target's host and port. */
    public String http(String path) {
        URI url = urls.get(0);
        return (isSecure(url) ? "https://" : "http://") + url.getHost() + ":" + port(url) + path;
    }

    /** Whether {@code url} is one that clients can connect to. */
    static boolean isUsable(URI url) {
        return ("ws".equalsIgnoreCase(url.getScheme()) || "wss".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getFragment() == null;
    }
}
