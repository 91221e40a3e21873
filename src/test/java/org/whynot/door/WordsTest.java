package org.whynot.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void unknownWordsListTheNearestFirst() {
        assertEquals(
                "verify='yess' is not known. Known: yes, no.", Words.unknown("verify", "yess", List.of("no", "yes")));
    }

    @Test
    void foreseenFailuresAreTheirOwnSentence() {
        assertEquals("The disk is full.", Words.sentence(new IOException("The disk is full")));
        assertEquals("Give a model.", Words.sentence(new IllegalArgumentException("Give a model.")));
        assertEquals("It broke.", Words.sentence(new ExecutionException("wrapped", new IOException("It broke."))));
        assertEquals("Two lines.", Words.sentence(new IOException("Two\n   lines.")));
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        assertEquals("There is no file or folder 'a/b.avi'.", Words.sentence(new NoSuchFileException("a/b.avi")));
    }

    @Test
    void unexpectedFailuresSayWhatTheyAreAndWhere() {
        String sentence = Words.sentence(new NullPointerException("x is null"));
        assertTrue(sentence.contains("NullPointerException: x is null in WordsTest, line "), sentence);
        assertTrue(sentence.endsWith("Please report it with this line."), sentence);
    }
}
