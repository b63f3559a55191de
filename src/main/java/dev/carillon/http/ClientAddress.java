package dev.carillon.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Tells whose a request is: past the proxies that are trusted, and past no other. Immutable. */
public final class ClientAddress {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int IPV6_BYTES = 16;
    private static final int SUBSCRIBER_BITS = 64;

    private final List<Network> trusted;

    /** @param trustedProxies none of which has a {@link #fault} */
    public ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream()
                .map(text -> Network.parse(text).orElseThrow())
                .toList();
    }

    /** What is wrong with a trusted proxy as configured, or nothing. */
    public static Optional<String> fault(String trustedProxy) {
        return Network.parse(trustedProxy).isPresent()
                ? Optional.empty()
                : Optional.of("\"" + trustedProxy + "\" is neither an address nor a network such as 10.0.0.0/8");
    }

    /** An address written in numbers; a name is none, and no name server is asked. */
    public static Optional<InetAddress> literal(String text) {
        return Network.literal(text);
    }

    /** The address at the other end of the connection. */
    public static InetAddress peer(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress().replaceFirst("%.*", "");
        return Network.literal(address).orElseThrow();
    }

    /** The right-most address that is not a trusted proxy's: those further left may have been made up by the client. */
    public InetAddress of(HttpServerRequest request) {
        InetAddress address = peer(request);
        String[] chain =
                String.join(",", request.headers().getAll(FORWARDED_FOR)).split(",");
        for (int i = chain.length - 1; i >= 0 && isTrusted(address); i--) {
            Optional<InetAddress> before = Network.literal(withoutPort(chain[i].strip()));
            if (before.isEmpty()) {
                return address;
            }
            address = before.get();
        }
        return address;
    }

    /** Under what a client's requests are counted: its address, of IPv6 the network, /64, of which a client has all. */
    public String counted(HttpServerRequest request) {
        InetAddress address = of(request);
        byte[] bytes = address.getAddress();
        if (bytes.length < IPV6_BYTES) {
            return address.getHostAddress();
        }
        try {
            return InetAddress.getByAddress(Network.masked(bytes, SUBSCRIBER_BITS))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether an address is one of the trusted proxies'. */
    public boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static String withoutPort(String entry) {
        if (entry.startsWith("[")) {
            return entry.replaceFirst("^\\[([^]]*)](:\\d+)?$", "$1");
        }
        return entry.replaceFirst("^([\\d.]+):\\d+$", "$1");
    }
}
