package dev.carillon.load.run;

import dev.carillon.load.LoadException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS for clients. Pure. */
final class Tls {
    private Tls() {}

    /** @param insecure whether any certificate will do */
    static SslContext context(boolean insecure) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (insecure) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("");
            }
            return builder.build();
        } catch (SSLException e) {
            throw LoadException.failed("no TLS: " + e.getMessage());
        }
    }
}
