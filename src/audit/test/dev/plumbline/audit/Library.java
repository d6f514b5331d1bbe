package dev.plumbline.audit;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The classes of a library, and access to what they do not publish. */
final class Library {
    private static final Map<Class<?>, Class<?>> BOXES =
            Map.of(int.class, Integer.class, double.class, Double.class, boolean.class, Boolean.class);

    private final ClassLoader loader;

    private Library(ClassLoader loader) {
        this.loader = loader;
    }

    /** The library on the class path of the tests. */
    static Library onClassPath() {
        return new Library(Library.class.getClassLoader());
    }

    /** The library in a folder, apart from the class path of the tests; of that, it sees only the logging. */
    static Library in(Path folder) throws java.io.IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            URL logging =
                    org.slf4j.Logger.class.getProtectionDomain().getCodeSource().getLocation();
            URL[] urls = Stream.concat(Stream.of(logging), jars.sorted().map(Library::url))
                    .toArray(URL[]::new);
            return new Library(new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()));
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private Class<?> type(String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the library has a class. */
    boolean has(String name) {
        return loader.getResource(name.replace('.', '/') + ".class") != null;
    }

    /** A constant of an enum. */
    Object constant(String type, String name) {
        return Stream.of(type(type).getEnumConstants())
                .filter(value -> value.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** An array of a class of the library. */
    Object[] array(String type, List<Object> elements) {
        return elements.toArray((Object[]) Array.newInstance(type(type), 0));
    }

    /** A new object. */
    Object create(String type, Object... arguments) {
        for (Constructor<?> constructor : type(type).getDeclaredConstructors()) {
            if (accepts(constructor, arguments)) {
                return run(constructor, () -> constructor.newInstance(arguments));
            }
        }
        throw new AssertionError("no constructor of " + type);
    }

    /** The result of a static method. */
    Object callStatic(String type, String method, Object... arguments) {
        return call(type(type), null, method, arguments);
    }

    /** The result of a method, public or not. */
    static Object call(Object target, String method, Object... arguments) {
        return call(target.getClass(), target, method, arguments);
    }

    private static Object call(Class<?> type, Object target, String name, Object... arguments) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (Method method : owner.getDeclaredMethods()) {
                if (method.getName().equals(name) && !method.isBridge() && accepts(method, arguments)) {
                    return run(method, () -> method.invoke(target, arguments));
                }
            }
        }
        throw new AssertionError("no method " + name + " of " + type);
    }

    /** The value of a field, public or not. */
    static Object field(Object target, String name) {
        for (Class<?> owner = target.getClass(); owner != null; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return run(field, () -> field.get(target));
                }
            }
        }
        throw new AssertionError("no field " + name + " of " + target.getClass());
    }

    private static boolean accepts(Executable method, Object[] arguments) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean accepts = parameters.length == arguments.length;
        for (int i = 0; accepts && i < parameters.length; i++) {
            accepts = BOXES.getOrDefault(parameters[i], parameters[i]).isInstance(arguments[i]);
        }
        return accepts;
    }

    private interface Action {
        Object run() throws ReflectiveOperationException;
    }

    private static Object run(AccessibleObject member, Action action) {
        member.setAccessible(true);
        try {
            return action.run();
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
