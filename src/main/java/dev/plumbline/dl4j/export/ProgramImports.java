package dev.plumbline.dl4j.export;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The import declarations that a generated program needs. */
final class ProgramImports {
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("IOException", "java.io"),
            Map.entry("ByteBuffer", "java.nio"),
            Map.entry("ByteOrder", "java.nio"),
            Map.entry("NoSuchFileException", "java.nio.file"),
            Map.entry("Path", "java.nio.file"),
            Map.entry("Arrays", "java.util"),
            Map.entry("List", "java.util"),
            Map.entry("ZipEntry", "java.util.zip"),
            Map.entry("ZipFile", "java.util.zip"),
            Map.entry("Map", "java.util"),
            Map.entry("GradientNormalization", "org.deeplearning4j.nn.conf"),
            Map.entry("MultiLayerConfiguration", "org.deeplearning4j.nn.conf"),
            Map.entry("NeuralNetConfiguration", "org.deeplearning4j.nn.conf"),
            Map.entry("MaxNormConstraint", "org.deeplearning4j.nn.conf.constraint"),
            Map.entry("NonNegativeConstraint", "org.deeplearning4j.nn.conf.constraint"),
            Map.entry("UnitNormConstraint", "org.deeplearning4j.nn.conf.constraint"),
            Map.entry("IDropout", "org.deeplearning4j.nn.conf.dropout"),
            Map.entry("DenseLayer", "org.deeplearning4j.nn.conf.layers"),
            Map.entry("OutputLayer", "org.deeplearning4j.nn.conf.layers"),
            Map.entry("MultiLayerNetwork", "org.deeplearning4j.nn.multilayer"),
            Map.entry("WeightInit", "org.deeplearning4j.nn.weights"),
            Map.entry("LayerWorkspaceMgr", "org.deeplearning4j.nn.workspace"),
            Map.entry("DataType", "org.nd4j.linalg.api.buffer"),
            Map.entry("INDArray", "org.nd4j.linalg.api.ndarray"),
            Map.entry("DataSet", "org.nd4j.linalg.dataset"),
            Map.entry("Nd4j", "org.nd4j.linalg.factory"),
            Map.entry("GradientUpdater", "org.nd4j.linalg.learning"),
            Map.entry("AMSGrad", "org.nd4j.linalg.learning.config"),
            Map.entry("AdaDelta", "org.nd4j.linalg.learning.config"),
            Map.entry("AdaGrad", "org.nd4j.linalg.learning.config"),
            Map.entry("AdaMax", "org.nd4j.linalg.learning.config"),
            Map.entry("Adam", "org.nd4j.linalg.learning.config"),
            Map.entry("IUpdater", "org.nd4j.linalg.learning.config"),
            Map.entry("Nadam", "org.nd4j.linalg.learning.config"),
            Map.entry("Nesterovs", "org.nd4j.linalg.learning.config"),
            Map.entry("RmsProp", "org.nd4j.linalg.learning.config"),
            Map.entry("Sgd", "org.nd4j.linalg.learning.config"),
            Map.entry("ISchedule", "org.nd4j.linalg.schedule"),
            Map.entry("ScheduleType", "org.nd4j.linalg.schedule"),
            Map.entry("INDArrayIndex", "org.nd4j.linalg.indexing"),
            Map.entry("NDArrayIndex", "org.nd4j.linalg.indexing"),
            Map.entry("Transforms", "org.nd4j.linalg.ops.transforms"));

    /** Families of classes, recognized by their names: a new class of a family needs no new line here. */
    private static final Map<Pattern, String> FAMILIES = Map.of(
            Pattern.compile("new (Activation\\w+)\\("), "org.nd4j.linalg.activations.impl",
            Pattern.compile("new (Loss\\w+)\\("), "org.nd4j.linalg.lossfunctions.impl",
            Pattern.compile("new (\\w+Schedule)\\b"), "org.nd4j.linalg.schedule");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*");

    private ProgramImports() {}

    /**
     * The declarations, one per line, in order.
     *
     * @param others full names that are needed in addition
     */
    static String of(String program, Set<String> others) {
        String code = COMMENT.matcher(program).replaceAll("");
        TreeSet<String> names = new TreeSet<>(others);
        NAME.matcher(code)
                .results()
                .map(MatchResult::group)
                .filter(PACKAGES::containsKey)
                .forEach(name -> names.add(PACKAGES.get(name) + "." + name));
        FAMILIES.forEach((pattern, family) -> pattern.matcher(code)
                .results()
                .map(found -> found.group(1))
                .forEach(name -> names.add(family + "." + name)));
        StringBuilder imports = new StringBuilder();
        names.forEach(name -> imports.append("import ").append(name).append(";\n"));
        return imports.toString();
    }
}
