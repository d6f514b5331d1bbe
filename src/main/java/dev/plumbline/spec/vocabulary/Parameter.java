package dev.plumbline.spec.vocabulary;

import dev.plumbline.spec.error.ErrorKind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One parameter of a word, or one key of a section: a component of a specification record. */
public final class Parameter {
    private final RecordComponent component;
    private final Field field;
    private final Optional<Parameter> like; // the parameter with the attributes that are not given here
    private final ForeignNames foreignNames;
    private final Interval range;
    private final String name;

    Parameter(RecordComponent component) {
        this.component = component;
        Field annotation = component.getAnnotation(Field.class);
        if (annotation == null) {
            throw new IllegalStateException(component + " has no @Field");
        }
        this.field = annotation;
        this.name = Schema.snakeCase(component.getName());
        this.like = annotation.like() == void.class
                ? Optional.empty()
                : Optional.of(Schema.of(annotation.like()).parameter(name));
        if (description().isEmpty()) {
            throw new IllegalStateException(component + " has no meaning");
        }
        this.foreignNames = new ForeignNames(texts(Field::dl4j), texts(Field::keras), texts(Field::pytorch));
        component.getAccessor().setAccessible(true);
        String interval = text(Field::range);
        this.range = interval.isEmpty() ? Interval.FINITE : Interval.parse(interval);
    }

    private String text(Function<Field, String> attribute) {
        String text = attribute.apply(field);
        return text.isEmpty() ? like.map(model -> model.text(attribute)).orElse("") : text;
    }

    private String[] texts(Function<Field, String[]> attribute) {
        String[] texts = attribute.apply(field);
        return texts.length == 0 ? like.map(model -> model.texts(attribute)).orElse(texts) : texts;
    }

    /** The key in a file. */
    public String name() {
        return name;
    }

    /**
     * Its type: int, long, double, boolean, String, an enum, a sealed interface of words, a record, or a List, an
     * Optional or a Map with texts as keys of one.
     */
    public Type type() {
        return component.getGenericType();
    }

    /** The class of the value, inside an Optional and inside lists and maps: {@code Layer} for {@code List<Layer>}. */
    public Class<?> subject() {
        Type subject = type();
        while (subject instanceof ParameterizedType generic) {
            Type[] contents = generic.getActualTypeArguments();
            subject = contents[contents.length - 1];
        }
        return (Class<?>) subject;
    }

    /** Whether the value is a list. */
    public boolean isList() {
        return type().getTypeName().contains(List.class.getName());
    }

    /** Whether the value is a mapping whose keys are any names. */
    public boolean isMap() {
        return ValueTypes.named(type()).isPresent();
    }

    /** Whether the value is a list of lists: rows. */
    public boolean isTable() {
        return isList()
                && type().getTypeName().indexOf(List.class.getName())
                        != type().getTypeName().lastIndexOf(List.class.getName());
    }

    /** Its meaning, in one phrase. */
    public String description() {
        return text(Field::value);
    }

    /** Whether it can be left out and is then empty. */
    public boolean isOptional() {
        return component.getType() == Optional.class;
    }

    /** Whether it has to be given: it is not optional and has no default. */
    public boolean isRequired() {
        return !isOptional() && byDefault().isEmpty();
    }

    /** The key of the file that tells the value where the file leaves it out; empty for the others. */
    public Optional<String> impliedBy() {
        return Optional.of(text(Field::impliedBy)).filter(text -> !text.isEmpty());
    }

    /** The default, as the text of {@link Field#byDefault()}; empty if it is required. */
    public Optional<String> byDefault() {
        return Optional.of(text(Field::byDefault)).filter(text -> !text.isEmpty());
    }

    /** The default, as a value of its type; empty if it is required. */
    public Optional<Object> defaultValue() {
        return byDefault().map(text -> read(text, type()));
    }

    /** A typical value, for examples in the documentation; empty if any value is typical. */
    public Optional<Object> example() {
        Type content = isOptional() ? ((ParameterizedType) type()).getActualTypeArguments()[0] : type();
        return Optional.of(text(Field::example)).filter(text -> !text.isEmpty()).map(text -> read(text, content));
    }

    /** The value of a default or an example. The text comes from an annotation, so an invalid text is a programming error. */
    private static Object read(String text, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return text.equals("[]") ? List.of() : List.of(read(text, list.getActualTypeArguments()[0]));
        }
        Optional<Type> named = ValueTypes.named(type);
        if (named.isPresent()) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (String entry : text.split(", ")) {
                String[] parts = entry.split(": ");
                entries.put(parts[0], read(parts[1], named.get()));
            }
            return entries;
        }
        if (type == int.class || type == Integer.class) {
            return Integer.parseInt(text);
        }
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == double.class || type == Double.class) {
            return Double.parseDouble(text);
        }
        if (type == boolean.class) {
            return text.equals("true");
        }
        if (type == String.class) {
            return text;
        }
        Class<?> family = (Class<?>) type;
        if (family.isRecord()) {
            return RecordBuilder.of(family).finish();
        }
        return Vocabulary.of(family).find(text).map(Vocabulary.Entry::byDefault).orElseGet(() -> ofValue(text, family));
    }

    /** The word of a family that is written as its value only, with this value. */
    private static Object ofValue(String text, Class<?> family) {
        Schema<?> word = Vocabulary.of(family)
                .withShorthand(Word.Shorthand.VALUE)
                .flatMap(Vocabulary.Entry::schema)
                .orElseThrow(() -> new IllegalStateException("no word " + text + " in " + family));
        return word.create(List.of(read(text, word.parameters().get(0).type())));
    }

    /** Other libraries' names for it. */
    public ForeignNames foreignNames() {
        return foreignNames;
    }

    /** The differences from other libraries' keys with these names, in sentences. */
    public List<String> differences() {
        return List.of(texts(Field::differs));
    }

    /** The allowed values, in words. */
    public String allowed() {
        return range.describe(isWhole());
    }

    /** The numbers that are allowed; every finite number where the parameter has no limits. */
    public Interval range() {
        return range;
    }

    /** Whether it is a whole number, or a list of whole numbers. */
    public boolean isWhole() {
        Class<?> subject = subject();
        return isWhole(subject) || subject == Integer.class || subject == Long.class;
    }

    /** Its value in a record. */
    public Object valueIn(Object holder) {
        try {
            return component.getAccessor().invoke(holder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** The problem of this value, if there is one. The value has the right type. */
    public Optional<Problem> problem(Object value) {
        Object content = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (content instanceof Number number && !range.contains(number.doubleValue())) {
            return Optional.of(
                    new Problem(ErrorKind.OUT_OF_RANGE, name(), "`" + name() + "` is " + show(number), allowed()));
        }
        if (content instanceof String text && text.isBlank()) {
            return Optional.of(new Problem(ErrorKind.MISSING_KEY, name(), "`" + name() + "` is empty", "a text"));
        }
        boolean isEmpty =
                content instanceof List<?> list && list.isEmpty() || content instanceof Map<?, ?> map && map.isEmpty();
        if (isEmpty && byDefault().isEmpty()) {
            return Optional.of(
                    new Problem(ErrorKind.MISSING_KEY, name(), "`" + name() + "` is empty", "at least one entry"));
        }
        return Optional.empty();
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == long.class;
    }

    private static String show(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "infinite" : "minus infinite") : number.toString();
    }
}
