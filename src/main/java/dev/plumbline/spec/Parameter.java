package dev.plumbline.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/** One parameter of a word, or one key of a section: a component of a specification record. */
public final class Parameter {
    private final RecordComponent component;
    private final Field field;
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
        this.foreignNames = new ForeignNames(field.dl4j(), field.keras(), field.pytorch());
        this.name = Schema.snakeCase(component.getName());
        component.getAccessor().setAccessible(true);
        this.range = annotation.range().isEmpty() ? Interval.FINITE : Interval.parse(annotation.range());
    }

    /** The key in a file. */
    public String name() {
        return name;
    }

    /**
     * Its type: int, long, double, boolean, String, an enum, a sealed interface of words, a record, or a List or
     * Optional of one.
     */
    public Type type() {
        return component.getGenericType();
    }

    /** The class of what is written, inside an Optional and inside lists: {@code Layer} for {@code List<Layer>}. */
    public Class<?> subject() {
        Type subject = type();
        while (subject instanceof ParameterizedType generic) {
            subject = generic.getActualTypeArguments()[0];
        }
        return (Class<?>) subject;
    }

    /** Whether a list is written. */
    public boolean isList() {
        return type().getTypeName().contains(List.class.getName());
    }

    /** Whether a list of lists is written: rows. */
    public boolean isTable() {
        return isList()
                && type().getTypeName().indexOf(List.class.getName())
                        != type().getTypeName().lastIndexOf(List.class.getName());
    }

    /** One phrase: what it is. */
    public String description() {
        return field.value();
    }

    /** Whether it may be left out and then stays empty. */
    public boolean isOptional() {
        return component.getType() == Optional.class;
    }

    /** The value where none is written, as {@link Field#byDefault()} has it; empty if it must be written. */
    public Optional<String> byDefault() {
        return field.byDefault().isEmpty() ? Optional.empty() : Optional.of(field.byDefault());
    }

    /** The same as a value of its type; empty if it must be written. */
    public Optional<Object> defaultValue() {
        return byDefault().map(text -> Defaults.read(text, type()));
    }

    /** What other libraries call it. */
    public ForeignNames foreignNames() {
        return foreignNames;
    }

    /** How other libraries' keys of these names differ, in sentences. */
    public List<String> differences() {
        return List.of(field.differs());
    }

    /** What is allowed, in words. */
    public String allowed() {
        boolean whole = isWhole(component.getType()) || type().getTypeName().contains("Integer");
        return range.describe(whole);
    }

    /** Its value in a record. */
    public Object valueIn(Object holder) {
        try {
            return component.getAccessor().invoke(holder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** What is wrong with this value of it, if anything; its type is right already. */
    public Optional<Problem> problem(Object value) {
        Object content = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (content instanceof Number number && !range.contains(number.doubleValue())) {
            return Optional.of(new Problem(name(), "`" + name() + "` is " + show(number), allowed()));
        }
        if (content instanceof String text && text.isBlank()) {
            return Optional.of(new Problem(name(), "`" + name() + "` is empty", "a text"));
        }
        if (content instanceof List<?> list && list.isEmpty() && byDefault().isEmpty()) {
            return Optional.of(new Problem(name(), "`" + name() + "` is empty", "at least one entry"));
        }
        return Optional.empty();
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == long.class;
    }

    private static String show(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return "not a number";
        }
        return Double.isInfinite(value) ? (value > 0 ? "infinite" : "minus infinite") : number.toString();
    }
}
