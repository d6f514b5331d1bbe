package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.spec.ForeignNames;
import dev.plumbline.spec.Glossary.Topic;
import dev.plumbline.spec.OwnClass;
import dev.plumbline.spec.Parameter;
import java.util.List;
import java.util.function.Function;

/** The vocabulary as a JSON document. */
public final class WordsJson {
    private WordsJson() {}

    /**
     * Words and sections.
     *
     * @param examples how each may stand in a file
     */
    public static JsonObject of(List<Topic> topics, Function<Topic, String> examples) {
        JsonArray words = new JsonArray();
        topics.forEach(topic -> words.add(word(topic, examples.apply(topic))));
        JsonObject document = new JsonObject();
        document.addProperty("ok", true);
        document.add("words", words);
        return document;
    }

    private static JsonObject word(Topic topic, String example) {
        JsonObject word = new JsonObject();
        word.addProperty("name", topic.name());
        word.addProperty("kind", topic.kind());
        word.addProperty("key", topic.use().key());
        word.addProperty("holder", topic.use().holder());
        word.addProperty("meaning", topic.word().map(w -> w.meaning()).orElse(""));
        word.addProperty("formula", topic.word().map(w -> w.formula()).orElse(""));
        word.addProperty("outputs", topic.word().map(w -> w.outputs()).orElse(""));
        word.addProperty("targets", topic.word().map(w -> w.targets()).orElse(""));
        word.addProperty("example", example);
        JsonArray parameters = new JsonArray();
        topic.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        word.add("parameters", parameters);
        names(word, topic.foreignNames());
        word.add("plumbline_classes", OwnClasses.json(OwnClass.of(topic.type())));
        word.add("differs", Json.texts(Vocabularies.differences(topic)));
        return word;
    }

    private static JsonObject parameter(Parameter parameter) {
        JsonObject each = new JsonObject();
        each.addProperty("name", parameter.name());
        each.addProperty("meaning", parameter.description());
        each.addProperty("required", parameter.byDefault().isEmpty() && !parameter.isOptional());
        each.addProperty("default", parameter.byDefault().orElse(null));
        each.addProperty("allowed", Vocabularies.allowed(parameter));
        names(each, parameter.foreignNames());
        return each;
    }

    private static void names(JsonObject object, ForeignNames names) {
        object.add("dl4j", Json.texts(names.dl4j()));
        object.add("keras", Json.texts(names.keras()));
        object.add("pytorch", Json.texts(names.pytorch()));
    }
}
