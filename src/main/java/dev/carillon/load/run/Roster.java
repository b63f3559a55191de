package dev.carillon.load.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The connected clients of a lane, in no order. Confined to its event loop. */
final class Roster {
    private final List<Client> clients = new ArrayList<>();

    void add(Client client) {
        client.slot(clients.size());
        clients.add(client);
    }

    void remove(Client client) {
        int slot = client.slot();
        if (slot >= 0) {
            Client last = clients.remove(clients.size() - 1);
            if (last != client) {
                clients.set(slot, last);
                last.slot(slot);
            }
            client.slot(Client.NOWHERE);
        }
    }

    int size() {
        return clients.size();
    }

    Client get(int i) {
        return clients.get(i);
    }

    /** Visits all; a visit may remove the client visited. */
    void forEach(Consumer<Client> visitor) {
        for (int i = clients.size() - 1; i >= 0; i--) {
            visitor.accept(clients.get(i));
        }
    }
}
