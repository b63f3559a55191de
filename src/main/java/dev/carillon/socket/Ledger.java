package dev.carillon.socket;

import dev.carillon.endpoint.Account;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The accounts of a core's channels. Confined to the event loop of its core. */
final class Ledger {
    private final MeterRegistry registry;
    private final UnaryOperator<String> labels;

    // Touched only on this core's event loop
    private final Map<String, ChannelAccount> accounts = new LinkedHashMap<>();
    private final List<ChannelAccount> all = new ArrayList<>();

    /** @param labels from the name of a channel to that of its account, of which there are few */
    Ledger(MeterRegistry registry, UnaryOperator<String> labels) {
        this.registry = registry;
        this.labels = labels;
    }

    /** Where a channel's messages are counted. */
    Account account(String channel) {
        return accounts.computeIfAbsent(labels.apply(channel), label -> {
            ChannelAccount account = new ChannelAccount(registry, label);
            all.add(account);
            return account;
        });
    }

    void turnEnded() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).turnEnded();
        }
    }
}
