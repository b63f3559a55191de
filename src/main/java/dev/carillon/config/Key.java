package dev.carillon.config;

import dev.carillon.setting.Setting;
import java.lang.reflect.RecordComponent;

/**
 * One key of the configuration. Immutable.
 *
 * @param path section and name, such as {@code redis.commandTimeout}
 * @param name its name within the section
 * @param setting its default, limits and meaning
 * @param form how its values are written
 */
record Key(String path, String name, Setting setting, Form form) {
    /** What every environment variable that follows from a key starts with. */
    static final String PREFIX = "CARILLON_";

    /** The key that a record component declares. */
    static Key of(String section, RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " of section " + section + " lacks @Setting");
        }
        String name = component.getName();
        return new Key(section + "." + name, name, setting, Form.of(component, setting));
    }

    /** The environment variable that follows from the path, such as {@code CARILLON_REDIS_COMMAND_TIMEOUT}. */
    String variable() {
        StringBuilder variable = new StringBuilder(PREFIX);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isUpperCase(c)) {
                variable.append('_');
            }
            variable.append(c == '.' ? '_' : Character.toUpperCase(c));
        }
        return variable.toString();
    }

    /** The default in the shape that it has in the file. */
    Object defaultJson() {
        return form.fromText(setting.value());
    }
}
