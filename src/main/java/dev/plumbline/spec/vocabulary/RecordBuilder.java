package dev.plumbline.spec.vocabulary;

import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A builder for a record: values are set by key, and keys without a value take their default.
 *
 * @param <T> the record
 */
public final class RecordBuilder<T> {
    /** The words that were refused during a definition: by the placeholder that stands for each, why. */
    private static final ThreadLocal<Map<Object, InvalidSpecException>> REFUSED_WORDS = new ThreadLocal<>();

    /** Stands for a value that was refused. */
    private static final Object REFUSED = new Object();

    private final Schema<T> schema;
    private final Map<String, Object> values = new HashMap<>();
    private final List<Problem> refusals = new ArrayList<>();
    private final List<String> refused = new ArrayList<>(); // their paths
    private @Nullable InvalidSpecException firstRefusal; // it has the line of the definition

    private RecordBuilder(Schema<T> schema) {
        this.schema = schema;
    }

    /** A draft without values. */
    public static <T> RecordBuilder<T> of(Class<T> record) {
        return new RecordBuilder<>(Schema.of(record));
    }

    /** Sets a value of the key's type; for an optional key, the content. */
    public RecordBuilder<T> put(String key, Object value) {
        values.put(key, made(key, () -> {
            requireAccepted(value);
            return value;
        }));
        return this;
    }

    /**
     * A word. If it refuses its parameters in a definition, the definition goes on with a placeholder, and the builder that
     * receives it throws the problems with all others.
     *
     * @throws InvalidSpecException outside of definitions, if the word refuses its parameters
     */
    public static <W> W word(Class<W> type, Supplier<W> word) {
        try {
            return word.get();
        } catch (InvalidSpecException e) {
            Map<Object, InvalidSpecException> refused = REFUSED_WORDS.get();
            if (refused == null) {
                throw e;
            }
            Schema<W> schema = Schema.of(type);
            // A copy, which is only for this word: placeholders are compared by identity.
            W placeholder = schema.create(schema.values(type.cast(Placeholders.of(type, 0))));
            refused.put(placeholder, e);
            return placeholder;
        }
    }

    /** Throws the reason if the value is or contains a refused word. */
    private static void requireAccepted(Object value) {
        Map<Object, InvalidSpecException> refused = REFUSED_WORDS.get();
        if (refused == null || refused.isEmpty()) {
            return;
        }
        InvalidSpecException reason = refused.remove(value);
        if (reason != null) {
            throw reason;
        }
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(RecordBuilder::requireAccepted);
        } else if (value instanceof Record word) {
            Schema.of(word.getClass()).parameters().forEach(parameter -> requireAccepted(parameter, word));
        }
    }

    private static void requireAccepted(Parameter parameter, Record word) {
        try {
            requireAccepted(parameter.valueIn(word));
        } catch (InvalidSpecException e) {
            InvalidSpecException outer = new InvalidSpecException(e.problems().stream()
                    .map(problem -> problem.within(parameter.name()))
                    .toList());
            outer.initCause(e);
            throw outer;
        }
    }

    /** Sets a value that is created here. If it is refused, {@link #finish} throws its problems with all others. */
    public RecordBuilder<T> make(String key, Supplier<?> value) {
        return put(key, made(key, value));
    }

    /** Adds an element to the list of this key, as {@link #make} sets a value. */
    @SuppressWarnings("unchecked") // Only this method sets the key.
    public RecordBuilder<T> append(String key, Supplier<?> element) {
        List<Object> list = (List<Object>) values.computeIfAbsent(key, empty -> new ArrayList<>());
        list.add(made(key + "[" + list.size() + "]", element));
        return this;
    }

    private Object made(String path, Supplier<?> value) {
        try {
            return value.get();
        } catch (InvalidSpecException e) {
            e.problems().stream()
                    .map(problem -> problem.path().equals(path) ? problem : problem.within(path))
                    .forEach(refusals::add);
            refused.add(path);
            firstRefusal = firstRefusal == null ? e : firstRefusal;
            return REFUSED;
        }
    }

    /** The value of this key, if it is set. */
    public Optional<Object> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The keys without a default and without a value. */
    public List<Parameter> missing() {
        return schema.parameters().stream()
                .filter(parameter -> parameter.isRequired() && !values.containsKey(parameter.name()))
                .toList();
    }

    /**
     * The record that a definition in code describes, with calls of this builder. A constructor that refuses its parameters
     * ends the definition, but a {@link #word} does not; then all problems up to there are thrown.
     *
     * @throws InvalidSpecException with all problems
     */
    public T define(Runnable definition) {
        if (REFUSED_WORDS.get() != null) {
            return defineWithin(definition);
        }
        Map<Object, InvalidSpecException> unused = new IdentityHashMap<>();
        REFUSED_WORDS.set(unused);
        try {
            T record = defineWithin(definition);
            InvalidSpecException.throwIfAny(unused.values().stream()
                    .flatMap(refusal -> refusal.problems().stream())
                    .toList());
            return record;
        } finally {
            REFUSED_WORDS.remove();
        }
    }

    private T defineWithin(Runnable definition) {
        try {
            definition.run();
        } catch (InvalidSpecException e) {
            List<Problem> problems = new ArrayList<>(refusals);
            schema.parameters()
                    .forEach(parameter ->
                            get(parameter.name()).flatMap(parameter::problem).ifPresent(problems::add));
            problems.addAll(e.problems());
            InvalidSpecException all = new InvalidSpecException(problems);
            all.initCause(e);
            throw all;
        }
        return finish();
    }

    /**
     * The record.
     *
     * @throws InvalidSpecException if keys are missing, if values were refused, or if the record refuses its values, with
     *     all problems
     */
    public T finish() {
        List<Problem> problems = new ArrayList<>(refusals);
        List<String> replaced = new ArrayList<>(refused);
        for (Parameter parameter : missing()) {
            String name = parameter.name();
            String message = "`" + name + "` is missing";
            problems.add(new Problem(ErrorKind.MISSING_KEY, name, message, parameter.description()));
            replaced.add(name);
        }
        if (problems.isEmpty()) {
            return schema.create(inOrder(0));
        }
        // The problems of the rest occur with each of two placeholders, and are not of a placeholder.
        List<Problem> again = problemsWith(1);
        problemsWith(0).stream()
                .filter(problem -> again.contains(problem) && replaced.stream().noneMatch(problem.path()::startsWith))
                .forEach(problems::add);
        InvalidSpecException all = new InvalidSpecException(problems);
        if (firstRefusal != null) {
            all.initCause(firstRefusal);
        }
        throw all;
    }

    /** The problems of the record with placeholders of this number for values that are missing or refused. */
    private List<Problem> problemsWith(int placeholder) {
        try {
            schema.create(inOrder(placeholder));
            return List.of();
        } catch (InvalidSpecException e) {
            return e.problems();
        }
    }

    private List<Object> inOrder(int placeholder) {
        List<Object> inOrder = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            Optional<Object> value = get(parameter.name()).map(set -> accepted(set, parameter, placeholder));
            inOrder.add(
                    parameter.isOptional()
                            ? value
                            : value.or(parameter::defaultValue)
                                    .orElseGet(() -> Placeholders.of(parameter, placeholder)));
        }
        return inOrder;
    }

    /** The value, with placeholders for what was refused. */
    private static Object accepted(Object value, Parameter parameter, int placeholder) {
        if (value instanceof List<?> list && list.contains(REFUSED)) {
            Object element = Placeholders.of(parameter.subject(), placeholder);
            return list.stream().map(each -> each == REFUSED ? element : each).toList();
        }
        return value == REFUSED ? Placeholders.of(parameter, placeholder) : value;
    }
}
