package dev.plumbline.handrolled;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a class that implements {@link HandRolledNetwork}, compiled or in a Java source file. */
public final class NetworkLoader {
    private static final String PORT = HandRolledNetwork.class.getName();

    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");

    /** The version of class files is 45 for Java 1, 46 for Java 2, and so on. */
    private static final int VERSION_OF_JAVA_0 = 44;

    private NetworkLoader() {}

    /**
     * The network of a compiled class.
     *
     * @param className with its package
     * @param classpath directories and jars, in addition to Plumbline's own
     * @throws SubjectFailedException if there is no such class, or if it cannot be instantiated as a network
     */
    public static HandRolledSubject load(String className, List<Path> classpath) {
        ClassLoader loader = new URLClassLoader(urls(classpath), HandRolledNetwork.class.getClassLoader());
        return subject(find(className, loader, classpath));
    }

    /**
     * The network in a Java source file, which is compiled in memory.
     *
     * @param classpath directories and jars that it needs, in addition to Plumbline's own
     * @throws SubjectFailedException if it does not compile, or does not contain exactly one network
     */
    public static HandRolledSubject compile(Path source, List<Path> classpath) {
        return subject(new SourceCompiler(source, classpath, urls(classpath)).network());
    }

    /**
     * Whether a class was compiled from Kotlin, whose compiler annotates every class. Reads the file of the class, and
     * loads nothing.
     *
     * @throws SubjectFailedException if there is no such class
     */
    static boolean isInKotlin(String className, List<Path> classpath) {
        String file = className.replace('.', '/') + ".class";
        try (URLClassLoader loader = new URLClassLoader(urls(classpath), HandRolledNetwork.class.getClassLoader());
                InputStream in = loader.getResourceAsStream(file)) {
            if (in == null) {
                throw new SubjectFailedException(
                        ErrorKind.CODE_NOT_FOUND, missing(className, classpath), new ClassNotFoundException(className));
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("Lkotlin/Metadata;");
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE, "the class `" + className + "` cannot be read: " + e.getMessage(), e);
        }
    }

    private static URL[] urls(List<Path> classpath) {
        for (Path entry : classpath) {
            if (!Files.exists(entry)) {
                throw new SubjectFailedException(ErrorKind.FILE_NOT_FOUND, "--classpath: there is no " + entry);
            }
        }
        return classpath.stream().map(NetworkLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new SubjectFailedException(
                    ErrorKind.UNREADABLE_FILE, "--classpath: " + entry + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Class<?> find(String name, ClassLoader loader, List<Path> classpath) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new SubjectFailedException(ErrorKind.CODE_NOT_FOUND, missing(name, classpath), e);
        } catch (LinkageError e) {
            throw unlinked(name, e);
        }
    }

    private static String missing(String name, List<Path> classpath) {
        String where = classpath.isEmpty()
                ? "; give the directory or the jar that contains it with --classpath"
                : " in "
                        + String.join(
                                ", ", classpath.stream().map(Path::toString).toList());
        String hint = NearMiss.of(simple(name), ClassNames.in(classpath), NetworkLoader::simple)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
        return "there is no class `" + name + "`" + where + hint;
    }

    /** Ignores the package, which users often forget. */
    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static SubjectFailedException unlinked(String name, LinkageError e) {
        String message = String.valueOf(e.getMessage());
        Matcher version = CLASS_FILE_VERSION.matcher(message);
        if (e instanceof UnsupportedClassVersionError && version.find()) {
            int needed = Integer.parseInt(version.group(1)) - VERSION_OF_JAVA_0;
            return new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE,
                    "the class `" + name + "` was compiled for Java " + needed + "; this is Java "
                            + Runtime.version().feature() + ": compile it with --release "
                            + Runtime.version().feature() + ", or set JAVA_HOME to a newer JDK",
                    e);
        }
        if (e instanceof NoClassDefFoundError && message.contains("wrong name: ")) {
            String actualName =
                    message.replaceAll(".*wrong name: ([^)]*)\\).*", "$1").replace('/', '.');
            return new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE,
                    "the class in that file is `" + actualName + "`, not `" + name
                            + "`: give its name with the package, and as --classpath the root directory of its package",
                    e);
        }
        if (e instanceof NoClassDefFoundError) {
            String missing = message.replace('/', '.');
            String kotlin = missing.startsWith("kotlin.") ? ", which is in kotlin-stdlib.jar" : "";
            return new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE,
                    "the class `" + name + "` needs `" + missing + "`" + kotlin + ": add it to --classpath",
                    e);
        }
        return new SubjectFailedException(
                ErrorKind.UNUSABLE_CODE, "the class `" + name + "` cannot be loaded: " + e, e);
    }

    private static HandRolledSubject subject(Class<?> type) {
        Class<? extends HandRolledNetwork> network = checked(type);
        Constructor<? extends HandRolledNetwork> constructor = constructor(network);
        return HandRolledSubject.of(network, () -> create(constructor));
    }

    private static Class<? extends HandRolledNetwork> checked(Class<?> type) {
        if (!HandRolledNetwork.class.isAssignableFrom(type)) {
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE, "the class `" + type.getName() + "` does not implement " + PORT);
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            String what = type.isInterface() ? "an interface" : "abstract";
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE,
                    "the class `" + type.getName() + "` is " + what + ": give a class that can be instantiated");
        }
        return type.asSubclass(HandRolledNetwork.class);
    }

    private static Constructor<? extends HandRolledNetwork> constructor(Class<? extends HandRolledNetwork> type) {
        try {
            Constructor<? extends HandRolledNetwork> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true); // the class does not have to be public
            return constructor;
        } catch (NoSuchMethodException e) {
            boolean isInner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE,
                    isInner
                            ? "the class `" + type.getName() + "` is an inner class of `"
                                    + type.getEnclosingClass().getName() + "`: make it static, or a top-level class"
                            : "the class `" + type.getName()
                                    + "` has no constructor without parameters; `start` receives the weights",
                    e);
        } catch (LinkageError e) {
            throw unlinked(type.getName(), e);
        }
    }

    private static HandRolledNetwork create(Constructor<? extends HandRolledNetwork> constructor) {
        Class<?> type = constructor.getDeclaringClass();
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_FAILED, NetworkFailure.text(type, "its constructor", e.getCause()), e);
        } catch (ExceptionInInitializerError e) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_FAILED, NetworkFailure.text(type, "its static fields", e.getCause()), e);
        } catch (LinkageError e) {
            throw unlinked(type.getName(), e);
        } catch (ReflectiveOperationException e) {
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE, "`" + type.getName() + "` cannot be instantiated: " + e, e);
        }
    }
}
