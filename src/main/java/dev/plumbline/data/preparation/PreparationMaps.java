package dev.plumbline.data.preparation;

import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts a preparation to maps and lists, and back. Reading checks everything, because a model is not trusted.
 * Numbers can be any {@link java.lang.Number}, because readers of JSON use their own types.
 */
final class PreparationMaps {
    private static final String WHERE = "the preparation of the data";

    private PreparationMaps() {}

    static Map<String, Object> write(Preparation preparation) {
        List<Object> columns = new ArrayList<>();
        preparation.columns().forEach(column -> columns.add(write(column)));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("columns", columns);
        preparation.targets().ifPresent(scaling -> map.put("targets", write(scaling)));
        map.put("classes", preparation.classes());
        map.put("delimiter", preparation.layout().delimiter());
        map.put("header", preparation.layout().header());
        map.put("missing", preparation.layout().missing());
        return map;
    }

    private static Map<String, Object> write(ColumnScaling scaling) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subtract", scaling.subtract());
        map.put("divide", scaling.divide());
        if (scaling.logarithm()) {
            map.put("logarithm", true);
        }
        return map;
    }

    private static Map<String, Object> write(InputColumn column) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", column.name());
        if (column instanceof InputColumn.Number number) {
            map.put("subtract", number.subtract());
            map.put("divide", number.divide());
            number.fill().ifPresent(fill -> map.put("fill", fill));
        } else if (column instanceof InputColumn.Category category) {
            map.put("categories", category.categories());
            map.put("zero_if_missing", category.zeroIfMissing());
        }
        return map;
    }

    static Preparation read(Map<String, ?> map) throws DataException {
        List<InputColumn> columns = new ArrayList<>();
        for (Object column : get(map, "columns", List.class, "a list")) {
            if (!(column instanceof Map<?, ?> entries)) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL, WHERE + ": `columns` has " + shown(column), "a map for each column");
            }
            columns.add(column(entries));
        }
        try {
            CsvLayout layout = new CsvLayout(text(map, "delimiter"), truth(map, "header"), texts(map, "missing"));
            Optional<ColumnScaling> targets = map.containsKey("targets")
                    ? Optional.of(scaling(get(map, "targets", Map.class, "a map")))
                    : Optional.empty();
            return new Preparation(columns, targets, texts(map, "classes"), layout);
        } catch (IllegalArgumentException e) {
            throw new DataException(ErrorKind.NOT_A_MODEL, WHERE + ": " + e.getMessage(), "");
        }
    }

    private static InputColumn column(Map<?, ?> map) throws DataException {
        try {
            if (map.containsKey("categories")) {
                return new InputColumn.Category(
                        text(map, "name"), texts(map, "categories"), truth(map, "zero_if_missing"));
            }
            Optional<Double> fill = map.containsKey("fill") ? Optional.of(number(map, "fill")) : Optional.empty();
            return new InputColumn.Number(text(map, "name"), number(map, "subtract"), number(map, "divide"), fill);
        } catch (IllegalArgumentException e) {
            throw new DataException(ErrorKind.NOT_A_MODEL, WHERE + ": " + e.getMessage(), "");
        }
    }

    private static ColumnScaling scaling(Map<?, ?> map) throws DataException {
        boolean logarithm = map.containsKey("logarithm") && truth(map, "logarithm");
        return new ColumnScaling(logarithm, numbers(map, "subtract"), numbers(map, "divide"));
    }

    private static List<Double> numbers(Map<?, ?> map, String key) throws DataException {
        return elements(map, key, Number.class, "a list of numbers").stream()
                .map(Number::doubleValue)
                .toList();
    }

    private static List<String> texts(Map<?, ?> map, String key) throws DataException {
        return elements(map, key, String.class, "a list of texts");
    }

    private static <T> List<T> elements(Map<?, ?> map, String key, Class<T> type, String allowed) throws DataException {
        List<T> elements = new ArrayList<>();
        for (Object element : get(map, key, List.class, "a list")) {
            if (!type.isInstance(element)) {
                throw wrong(map, key, allowed);
            }
            elements.add(type.cast(element));
        }
        return elements;
    }

    private static String text(Map<?, ?> map, String key) throws DataException {
        return get(map, key, String.class, "a text");
    }

    private static double number(Map<?, ?> map, String key) throws DataException {
        return get(map, key, Number.class, "a number").doubleValue();
    }

    private static boolean truth(Map<?, ?> map, String key) throws DataException {
        return get(map, key, Boolean.class, "true or false");
    }

    private static <T> T get(Map<?, ?> map, String key, Class<T> type, String allowed) throws DataException {
        if (type.isInstance(map.get(key))) {
            return type.cast(map.get(key));
        }
        throw wrong(map, key, allowed);
    }

    private static DataException wrong(Map<?, ?> map, String key, String allowed) {
        Object value = map.get(key);
        return new DataException(
                ErrorKind.NOT_A_MODEL,
                WHERE + ": `" + key + "` is " + (value == null ? "missing" : shown(value)),
                allowed);
    }

    private static String shown(Object value) {
        return MessageNames.quote(String.valueOf(value));
    }
}
