package dev.carillon.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The keys of one settings record. Immutable. */
record Section(String name, Class<? extends Record> type, List<Key> keys) {
    static Section of(String name, Class<? extends Record> type) {
        List<Key> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(Key.of(name, component));
        }
        return new Section(name, type, List.copyOf(keys));
    }

    /**
     * Makes the record.
     *
     * @param values gives the value of each key
     * @throws IllegalArgumentException what the record's own checks threw
     */
    Record bind(Function<Key, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = values.apply(keys.get(i));
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot make " + type, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }
}
