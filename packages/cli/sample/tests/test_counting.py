from demo import greet
from demo.counting import count_words


def test_counts_the_words_of_a_greeting():
    assert count_words(greet("Ada")) == 2
