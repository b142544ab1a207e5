// The sets of bench/sets asked by RE2::Set and by Hyperscan: nanoseconds an address, a row of the table for each of them.
// usage: set-matchers DIR SETS LENGTH; DIR holds `addresses`, each of LENGTH bytes, and the rules of the sets as `0`, `1`, ...
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <hs/hs.h>
#include <re2/set.h>

namespace {

using Clock = std::chrono::steady_clock;

const double longest_seconds = 5;
const size_t warm_up = 100000;
const size_t round_length = 1000;
const int64_t re2_memory = 64 << 20;

[[noreturn]] void fail(const std::string &what)
{
  std::fprintf(stderr, "set-matchers: fatal: %s\n", what.c_str());
  std::exit(111);
}

std::string read_file(const std::string &path)
{
  std::ifstream file(path, std::ios::binary);
  if (!file)
    fail("unable to read " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<std::string> read_rules(const std::string &path)
{
  std::ifstream file(path);
  std::vector<std::string> rules;
  for (std::string line; std::getline(file, line);)
    rules.push_back(line);
  return rules;
}

// Asks about so many addresses, or for so long; nanoseconds an address, the 10th percentile of the rounds.
double run(const std::string &addresses, size_t length, size_t count, const std::function<void(const char *)> &ask)
{
  std::vector<double> rounds;
  double seconds = 0;
  for (size_t at = 0; at < count && seconds < longest_seconds; at += round_length) {
    Clock::time_point start = Clock::now();
    for (size_t i = at; i < at + round_length; i++)
      ask(addresses.data() + i * length);
    double round = std::chrono::duration<double>(Clock::now() - start).count();
    seconds += round;
    rounds.push_back(round * 1e9 / round_length);
  }
  std::sort(rounds.begin(), rounds.end());
  return rounds[rounds.size() / 10];
}

double measure(const std::string &addresses, size_t length, const std::function<void(const char *)> &ask)
{
  run(addresses, length, warm_up, ask);
  return run(addresses, length, addresses.size() / length, ask);
}

double ask_re2(const std::vector<std::string> &rules, const std::string &addresses, size_t length)
{
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(re2_memory);
  options.set_log_errors(false);
  RE2::Set set(options, RE2::UNANCHORED);
  for (const std::string &rule : rules) {
    if (set.Add(rule, nullptr) < 0)
      fail("RE2 does not take " + rule.substr(0, 60));
  }
  if (!set.Compile())
    return -1;
  std::vector<int> hits;
  return measure(addresses, length, [&](const char *address) { set.Match(re2::StringPiece(address, length), &hits); });
}

int count_hit(unsigned, unsigned long long, unsigned long long, unsigned, void *hits)
{
  ++*static_cast<unsigned *>(hits);
  return 0;
}

double ask_hyperscan(const std::vector<std::string> &rules, const std::string &addresses, size_t length)
{
  std::vector<const char *> texts;
  std::vector<unsigned> flags(rules.size(), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY);
  std::vector<unsigned> numbers;
  for (const std::string &rule : rules) {
    texts.push_back(rule.c_str());
    numbers.push_back(numbers.size());
  }
  hs_database_t *database;
  hs_compile_error_t *error;
  if (hs_compile_multi(texts.data(), flags.data(), numbers.data(), texts.size(), HS_MODE_BLOCK, nullptr, &database, &error) != HS_SUCCESS)
    fail(std::string("Hyperscan: ") + error->message);
  hs_scratch_t *scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
    fail("Hyperscan: out of memory");
  unsigned hits = 0;
  double time = measure(addresses, length, [&](const char *address) { hs_scan(database, address, length, 0, scratch, count_hit, &hits); });
  hs_free_scratch(scratch);
  hs_free_database(database);
  return time;
}

}  // namespace

int main(int argc, char **argv)
{
  if (argc != 4)
    fail("usage: set-matchers DIR SETS LENGTH");
  std::string directory = argv[1];
  int sets = std::atoi(argv[2]);
  size_t length = std::atoi(argv[3]);
  std::string addresses = read_file(directory + "/addresses");
  for (auto [name, ask] : {std::pair("RE2::Set", ask_re2), std::pair("Hyperscan", ask_hyperscan)}) {
    std::printf("| %s |", name);
    for (int i = 0; i < sets; i++) {
      double time = ask(read_rules(directory + "/" + std::to_string(i)), addresses, length);
      if (time < 0)
        std::printf(" too large |");
      else
        std::printf(" %.0f |", time);
      std::fflush(stdout);
    }
    std::printf("\n");
  }
}
