// SPDX-License-Identifier: Apache-2.0
// Keeps clang-tidy 19 out of the declarations of system headers. It walks them all, for every check and every unit, and
// then throws away what it found: two thirds of its time here. Loaded by packaging/tidy; the findings are the same with
// and without.
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyModuleRegistry.h>
#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>

namespace {

using Finder = clang::ast_matchers::MatchFinder;

/// Finds nothing. The translation unit is matched before what is in it: from there on its children are those of ours.
class OwnCode final : public clang::tidy::ClangTidyCheck
{
public:
    using ClangTidyCheck::ClangTidyCheck;

    void registerMatchers(Finder *finder) override
    {
        finder->addMatcher(clang::ast_matchers::translationUnitDecl(), this);
    }

    void check(const Finder::MatchResult &result) override
    {
        std::vector<clang::Decl *> own;
        for (clang::Decl *declaration : result.Context->getTranslationUnitDecl()->decls()) {
            if (!result.SourceManager->isInSystemHeader(declaration->getLocation()))
                own.push_back(declaration);
        }
        result.Context->setTraversalScope(own);
    }
};

class Module final : public clang::tidy::ClangTidyModule
{
public:
    void addCheckFactories(clang::tidy::ClangTidyCheckFactories &factories) override
    {
        factories.registerCheck<OwnCode>("rollhive-own-code");
    }
};

const clang::tidy::ClangTidyModuleRegistry::Add<Module> module("rollhive", "Speed");

} // namespace
